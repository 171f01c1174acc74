import type { Wanted } from './capture.ts';
import { tabMemory } from './tab-memory.ts';

/** Whether microphone and camera were on. */
export type SeatDevices = Wanted;

/** The seats of this tab, over a reload of its page. */
export interface SeatMemory {
  readonly seats: ReadonlyMap<string, SeatDevices>;
  keep(roomId: string, devices: SeatDevices): void;
  forget(roomId: string): void;
}

export function seatMemory(): SeatMemory {
  const memory = tabMemory('room');
  return {
    get seats() {
      return new Map(memory.ids.map((id) => [id, read(memory.get(id) ?? '')]));
    },
    keep: (roomId, devices) => memory.set(roomId, write(devices)),
    forget: (roomId) => memory.delete(roomId),
  };
}

function write({ microphone, camera }: SeatDevices): string {
  return [microphone ? 'microphone' : '', camera ? 'camera' : ''].join(' ').trim();
}

function read(text: string): SeatDevices {
  const on = text.split(' ');
  return { microphone: on.includes('microphone'), camera: on.includes('camera') };
}
