import type { ServerFrame } from '@sky-genesis/protocol';

/** FIN and opcode 1 (RFC 6455 §5.2): a text message in one frame. */
const FINAL_TEXT = 0x81;

/** A server frame ready for the socket: encoded once, written to as many sockets as need it. */
export function encodeFrame(frame: ServerFrame): Buffer {
  return encodeText(JSON.stringify(frame));
}

/** An unmasked WebSocket text frame, header and payload in one buffer (RFC 6455 §5.2). */
function encodeText(text: string): Buffer {
  const length = Buffer.byteLength(text);
  const headerLength = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafe(headerLength + length);
  frame[0] = FINAL_TEXT;
  if (length < 126) {
    frame[1] = length;
  } else if (length < 65_536) {
    frame[1] = 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  frame.write(text, headerLength);
  return frame;
}
