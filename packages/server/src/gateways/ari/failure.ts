import type { PbxFailure } from '../../domain/telephony/index.ts';

/** Asterisk could not be asked, or its answer not be used. */
export class AriFailure extends Error {
  readonly reason: PbxFailure;

  constructor(reason: PbxFailure, options?: ErrorOptions) {
    super(reason, options);
    this.name = 'AriFailure';
    this.reason = reason;
  }
}
