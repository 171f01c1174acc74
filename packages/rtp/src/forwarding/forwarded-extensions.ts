import { putU16, putU24 } from '../bytes.ts';
import { ExtensionBlock } from '../packet/extension-block.ts';
import { absSendTime } from '../packet/extension-values.ts';
import type { HeaderExtensions } from '../packet/header-extensions.ts';
import type { RtpPacket } from '../packet/rtp-packet.ts';

export interface ExtensionPlan {
  /** Copied through: the id in the packets that come in, and the receiver's id. */
  readonly copied: readonly { readonly from: number; readonly to: number }[];
  /** The receiver's own MID, if it negotiated one. */
  readonly mid?: { readonly id: number; readonly value: string };
  readonly absSendTimeId?: number;
  readonly transportSequenceId?: number;
}

/**
 * The extension block of packets to one receiver: its own ids, MID, send time and transport-wide
 * sequence number, and what is copied from the sender (audio level, video orientation). Elements are laid
 * out once, and for a packet only their values are written. Extensions that the plan does not name are left out.
 */
export class ForwardedExtensions {
  /** What `build` filled; give it to `writeForwarded`. */
  readonly block = new ExtensionBlock();
  readonly #copied: ExtensionPlan['copied'];
  /** Where in the block the values lie that each packet has anew; -1 for none. */
  readonly #sendTimeAt: number;
  readonly #sequenceAt: number;
  /** Where what is copied begins. */
  readonly #copiedAt: number;

  constructor(plan: ExtensionPlan) {
    const mid = new TextEncoder().encode(plan.mid?.value ?? '');
    const ids = [
      ...plan.copied.map(({ to }) => to),
      plan.mid?.id ?? 0,
      plan.absSendTimeId ?? 0,
      plan.transportSequenceId ?? 0,
    ];
    const wide = Math.max(...ids) > 14 || mid.length > 16;
    const block = this.block.begin(wide ? 'two-byte' : 'one-byte');
    const { absSendTimeId = 0, transportSequenceId = 0 } = plan;
    if (plan.mid !== undefined) block.add(plan.mid.id, mid);
    this.#sendTimeAt = block.addU24(absSendTimeId, 0) ? block.position - 3 : -1;
    this.#sequenceAt = block.addU16(transportSequenceId, 0) ? block.position - 2 : -1;
    this.#copiedAt = block.position;
    this.#copied = plan.copied;
    block.end();
  }

  /**
   * Builds the block for one packet and returns its octets. `extensions` has been read from
   * `packet`; elements that do not fit are left out.
   */
  build(
    packet: RtpPacket,
    extensions: HeaderExtensions,
    transportSequence: number,
    nowMs: number,
  ): number {
    const { block } = this;
    if (this.#sendTimeAt >= 0) putU24(block.bytes, this.#sendTimeAt, absSendTime(nowMs));
    if (this.#sequenceAt >= 0) putU16(block.bytes, this.#sequenceAt, transportSequence);
    if (this.#copied.length === 0) return block.length;
    block.rewind(this.#copiedAt);
    for (const { from, to } of this.#copied) {
      const at = extensions.offsetOf(from);
      if (at >= 0) block.add(to, packet.bytes, at, extensions.lengthOf(from));
    }
    return block.end();
  }
}
