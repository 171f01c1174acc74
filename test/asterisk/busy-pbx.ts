import { type Asterisk, startAsterisk } from '../peers/asterisk.ts';
import { startBaresip } from '../peers/baresip.ts';

/**
 * A real Asterisk whose phone 2001 talks on two lines: to the echo (`*43`), which is a channel alone, and to a
 * channel that its console has made, which is a bridge. What has to be ended is handed to `after`.
 */
export async function startBusyPbx(after: (end: () => Promise<void>) => void): Promise<Asterisk> {
  const asterisk = await startAsterisk({
    server: { host: '127.0.0.2', sipPort: 9, agiPort: 9 },
    apiKey: '',
    apiUrl: 'http://127.0.0.2:9',
  });
  after(() => asterisk.stop());
  const phone = await startBaresip({
    account: `<sip:2001@127.0.0.1:${asterisk.sipPort}>;auth_pass=${asterisk.phonePassword};regint=60`,
  });
  after(() => phone.stop());
  await phone.event('REGISTER_OK');
  await phone.command('dial', `sip:*43@127.0.0.1:${asterisk.sipPort}`);
  await phone.event('CALL_ESTABLISHED');
  await asterisk.console('channel originate Local/2001@phones/n extension *43@phones');
  await phone.event('CALL_INCOMING');
  await phone.command('accept');
  await phone.event('CALL_ESTABLISHED');
  return asterisk;
}
