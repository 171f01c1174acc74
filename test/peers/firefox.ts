import { type Browser, launch } from 'puppeteer-core';
import { programOf } from './needs.ts';

const preferences = {
  'media.navigator.streams.fake': true,
  'media.navigator.permission.disabled': true,
  'media.navigator.audio.fake_frequency': 1000,
  // Two pages of one machine meet on its loopback address, and under their real addresses.
  'media.peerconnection.ice.loopback': true,
  'media.peerconnection.ice.obfuscate_host_addresses': false,
  'media.autoplay.default': 0,
  'app.update.enabled': false,
  'datareporting.healthreport.uploadEnabled': false,
};

/** Debian's Firefox ESR, headless, over WebDriver BiDi, with a fake camera and microphone. */
export function launchFirefox(): Promise<Browser> {
  return launch({
    browser: 'firefox',
    executablePath: programOf('firefox'),
    headless: true,
    extraPrefsFirefox: preferences,
  });
}
