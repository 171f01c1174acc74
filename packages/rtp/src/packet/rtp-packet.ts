import { u8, u16, u32 } from '../bytes.ts';

/** Octets of an RTP header without CSRCs and extension (RFC 3550 section 5.1). */
export const RTP_HEADER_BYTES = 12;

/**
 * What one RTP packet in a buffer says (RFC 3550 section 5.1), without a copy: every field is a
 * number, and offsets count from the start of `bytes`. One view serves any number of packets, one
 * after the other; `read` fills it anew.
 */
export class RtpPacket {
  bytes: Uint8Array = new Uint8Array(0);
  /** First octet of the packet. */
  start = 0;
  /** One past its last octet, padding included. */
  end = 0;
  marker = false;
  payloadType = 0;
  sequenceNumber = 0;
  timestamp = 0;
  ssrc = 0;
  csrcCount = 0;
  /** The extension's "defined by profile" field; 0 where there is no extension. */
  extensionProfile = 0;
  /** First octet of the extension's elements, after its four-octet header. */
  extensionStart = 0;
  extensionEnd = 0;
  payloadStart = 0;
  /** One past the payload's last octet, padding excluded. */
  payloadEnd = 0;

  /**
   * Reads the packet in `bytes[start, end)`. False when it is no RTP packet or its lengths do not
   * fit (RFC 3550 appendix A.1); the fields then mean nothing.
   */
  read(bytes: Uint8Array, start = 0, end: number = bytes.length): boolean {
    if (start < 0 || end > bytes.length || end - start < RTP_HEADER_BYTES) return false;
    const first = u8(bytes, start);
    if (first >> 6 !== 2) return false;
    const second = u8(bytes, start + 1);
    this.bytes = bytes;
    this.start = start;
    this.end = end;
    this.marker = (second & 0x80) !== 0;
    this.payloadType = second & 0x7f;
    this.sequenceNumber = u16(bytes, start + 2);
    this.timestamp = u32(bytes, start + 4);
    this.ssrc = u32(bytes, start + 8);
    this.csrcCount = first & 0x0f;
    return this.#readExtension((first & 0x10) !== 0) && this.#readPadding((first & 0x20) !== 0);
  }

  /** The `index`th contributing source; 0 beyond `csrcCount`. */
  csrc(index: number): number {
    if (index < 0 || index >= this.csrcCount) return 0;
    return u32(this.bytes, this.start + RTP_HEADER_BYTES + 4 * index);
  }

  get payloadBytes(): number {
    return this.payloadEnd - this.payloadStart;
  }

  get paddingBytes(): number {
    return this.end - this.payloadEnd;
  }

  /** The payload as a view on the same memory. Allocates the view, so not for the forwarding path. */
  payload(): Uint8Array {
    return this.bytes.subarray(this.payloadStart, this.payloadEnd);
  }

  #readExtension(present: boolean): boolean {
    const at = this.start + RTP_HEADER_BYTES + 4 * this.csrcCount;
    this.extensionProfile = 0;
    this.extensionStart = at;
    this.extensionEnd = at;
    this.payloadStart = at;
    if (!present) return at <= this.end;
    if (at + 4 > this.end) return false;
    this.extensionProfile = u16(this.bytes, at);
    this.extensionStart = at + 4;
    this.extensionEnd = at + 4 + 4 * u16(this.bytes, at + 2);
    this.payloadStart = this.extensionEnd;
    return this.extensionEnd <= this.end;
  }

  #readPadding(present: boolean): boolean {
    this.payloadEnd = this.end;
    if (!present) return true;
    const padding = this.end > this.payloadStart ? u8(this.bytes, this.end - 1) : 0;
    this.payloadEnd = this.end - padding;
    return padding > 0 && this.payloadEnd >= this.payloadStart;
  }
}
