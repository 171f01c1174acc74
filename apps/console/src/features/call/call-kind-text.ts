import type { CallType } from '@sky-genesis/protocol';
import type { Catalogue } from '../../i18n/catalogue.ts';

export function callKindText(type: CallType, text: Catalogue): string {
  const kinds = {
    audio: text.call.incomingAudio,
    video: text.call.incomingVideo,
    screen: text.call.incomingScreen,
  };
  return kinds[type];
}
