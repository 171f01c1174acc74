import type { UserAgent } from '@sky-genesis/sip';
import type {
  DeviceRepository,
  OutboundHop,
  Trunk,
  TrunkBook,
} from '../../domain/telephony/index.ts';
import type { Logger, Secret } from '../../kernel/index.ts';
import type { DisplaySources } from './caller-display.ts';
import type { Channels } from './channels.ts';
import type { PhoneRegistrations } from './registrations.ts';

/** What phones are rung with, whether a call or a room has asked for them. */
export interface RingingParts {
  readonly agent: UserAgent;
  readonly logger: Logger;
  readonly registrations: PhoneRegistrations;
  readonly channels: Channels;
  readonly trunks: Pick<TrunkBook, 'from'>;
  readonly devices: Pick<DeviceRepository, 'ofUser'>;
  /** The ways to a `sip:` or `tel:` URI, in the order in which they are tried. */
  readonly hopsTo: (org: string, uri: string) => readonly OutboundHop[];
  readonly trunkPassword: (trunk: Trunk) => Secret | undefined;
  readonly display: DisplaySources;
  /** What stands for us in From. */
  readonly domain: string;
}
