import type { Foreign } from './foreign.ts';

/** Octets that functions of C read and write where they lie. They belong to whoever holds this object. */
export class Memory {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  /** Of the first octet. */
  readonly address: number;

  constructor(foreign: Foreign, sizeBytes: number) {
    // An array buffer of its own: V8 moves the contents of small typed arrays.
    const buffer = new ArrayBuffer(sizeBytes);
    this.bytes = new Uint8Array(buffer);
    this.view = new DataView(buffer);
    this.address = foreign.addressOf(this.bytes);
  }

  /** Writes `value` as a pointer or a `size_t`. */
  putSize(at: number, value: number): void {
    // Without a BigInt for each.
    this.view.setUint32(at, value % 2 ** 32, true);
    this.view.setUint32(at + 4, Math.floor(value / 2 ** 32), true);
  }
}

/** The same octets as a string of C, or as they are, for a single call. */
export function memoryOf(foreign: Foreign, bytes: Uint8Array): Memory {
  const memory = new Memory(foreign, bytes.length);
  memory.bytes.set(bytes);
  return memory;
}
