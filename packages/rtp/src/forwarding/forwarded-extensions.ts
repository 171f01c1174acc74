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
 * sequence number, and what is copied from the sender (audio level, video orientation). The MID is
 * encoded once. Extensions that the plan does not name are left out.
 */
export class ForwardedExtensions {
  /** What `build` filled; give it to `writeForwarded`. */
  readonly block = new ExtensionBlock();
  readonly #plan: ExtensionPlan;
  readonly #mid: Uint8Array;
  readonly #form: 'one-byte' | 'two-byte';

  constructor(plan: ExtensionPlan) {
    this.#plan = plan;
    this.#mid = new TextEncoder().encode(plan.mid?.value ?? '');
    const ids = [
      ...plan.copied.map(({ to }) => to),
      plan.mid?.id ?? 0,
      plan.absSendTimeId ?? 0,
      plan.transportSequenceId ?? 0,
    ];
    this.#form = Math.max(...ids) > 14 || this.#mid.length > 16 ? 'two-byte' : 'one-byte';
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
    const { copied, mid, absSendTimeId, transportSequenceId } = this.#plan;
    const block = this.block.begin(this.#form);
    if (mid !== undefined) block.add(mid.id, this.#mid);
    if (absSendTimeId !== undefined) block.addU24(absSendTimeId, absSendTime(nowMs));
    if (transportSequenceId !== undefined) block.addU16(transportSequenceId, transportSequence);
    for (const { from, to } of copied) {
      const at = extensions.offsetOf(from);
      if (at >= 0) block.add(to, packet.bytes, at, extensions.lengthOf(from));
    }
    return block.end();
  }
}
