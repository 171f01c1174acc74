import type { SipMessage } from './message.ts';

/**
 * The bytes of a message as they go on the wire. Content-Length is written anew from the body, at the
 * end of the head; all other fields go out in their order and with the names that they have.
 */
export function serialise(message: SipMessage): Uint8Array {
  const parts: Uint8Array[] = [];
  let text = startLineOf(message);
  for (const { name, value, bytes } of message.headers) {
    if (isContentLength(name)) continue;
    if (bytes === undefined) {
      text += `${name}: ${value}\r\n`;
    } else {
      parts.push(Buffer.from(`${text}${name}: `), bytes);
      text = '\r\n';
    }
  }
  text += `Content-Length: ${message.body.byteLength}\r\n\r\n`;
  return Buffer.concat([...parts, Buffer.from(text), message.body]);
}

function startLineOf(message: SipMessage): string {
  if (message.kind === 'request') return `${message.method} ${message.uri} SIP/2.0\r\n`;
  return `SIP/2.0 ${message.status} ${message.reason.replace(/[\r\n]+/g, ' ')}\r\n`;
}

function isContentLength(name: string): boolean {
  return /^(?:content-length|l)$/i.test(name);
}
