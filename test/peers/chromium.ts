import { type Browser, chromium } from 'playwright-core';
import { programOf } from './needs.ts';

const flags = [
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--use-fake-ui-for-media-stream',
  // A machine without a network has no other address for two pages to meet on.
  '--allow-loopback-in-peer-connection',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/**
 * Debian's Chromium, headless, with a fake camera and microphone that need no consent. Its fake devices
 * include the screen: without them a page that shares its screen shows itself.
 */
export function launchChromium(
  args: readonly string[] = [],
  { fakeDevices = true }: { readonly fakeDevices?: boolean } = {},
): Promise<Browser> {
  const devices = fakeDevices ? ['--use-fake-device-for-media-stream'] : [];
  return chromium.launch({
    executablePath: programOf('chromium'),
    args: [...flags, ...devices, ...args],
  });
}
