import {
  Call,
  type CreateCall,
  IceServers,
  pageOf,
  type SendSignal,
  Signal,
  type TransferCall,
  User,
} from '@sky-genesis/protocol';
import type { HttpClient } from './http-client.ts';

const CallPage = pageOf(Call);
const SignalPage = pageOf(Signal);
const UserPage = pageOf(User);
const callsPath = '/api/v1/voip/calls';

export interface Page<T> {
  readonly data: readonly T[];
  readonly nextCursor: string | null;
}

export interface PageRequest {
  readonly cursor?: string;
  readonly limit?: number;
}

export type CallAction = 'decline' | 'end' | 'leave' | 'hold' | 'resume';

/** The server's REST API as the SDK uses it. Every method throws what `HttpClient.request` throws. */
export class RestApi {
  readonly #http: HttpClient;

  constructor(http: HttpClient) {
    this.#http = http;
  }

  createCall(body: CreateCall): Promise<Call> {
    return this.#http.request(Call, { method: 'POST', path: callsPath, body, repeatable: true });
  }

  call(id: string): Promise<Call> {
    return this.#http.request(Call, { method: 'GET', path: callPath(id), repeatable: true });
  }

  /** At most 200 active calls: a user in more at once does not exist. */
  async activeCalls(): Promise<readonly Call[]> {
    const query = { limit: 200 };
    const page = await this.#http.request(CallPage, {
      method: 'GET',
      path: callsPath,
      query,
      repeatable: true,
    });
    return page.data;
  }

  async history(page: PageRequest): Promise<Page<Call>> {
    const query = { state: 'ended', limit: page.limit, cursor: page.cursor };
    const answer = await this.#http.request(CallPage, {
      method: 'GET',
      path: callsPath,
      query,
      repeatable: true,
    });
    return { data: answer.data, nextCursor: answer.next_cursor };
  }

  act(id: string, action: CallAction): Promise<Call> {
    const path = `${callPath(id)}/${action}`;
    // To end what has ended changes nothing, so that it may be said again after a lost answer.
    const repeatable = action === 'end' || action === 'leave' || action === 'decline';
    return this.#http.request(Call, { method: 'POST', path, repeatable });
  }

  /** The same device may say it again after a lost answer; another one is refused. */
  accept(id: string, device: string): Promise<Call> {
    const path = `${callPath(id)}/accept`;
    return this.#http.request(Call, { method: 'POST', path, body: { device }, repeatable: true });
  }

  invite(id: string, participants: readonly string[]): Promise<Call> {
    const path = `${callPath(id)}/invite`;
    const body = { participants };
    return this.#http.request(Call, { method: 'POST', path, body, repeatable: false });
  }

  /** @param to an address, or another call. */
  transfer(id: string, to: TransferCall): Promise<Call> {
    const path = `${callPath(id)}/transfer`;
    return this.#http.request(Call, { method: 'POST', path, body: to, repeatable: false });
  }

  sendDigits(id: string, digits: string): Promise<Call> {
    const path = `${callPath(id)}/dtmf`;
    // Said again, they would be dialled again.
    return this.#http.request(Call, { method: 'POST', path, body: { digits }, repeatable: false });
  }

  sendSignal(id: string, body: SendSignal): Promise<Signal> {
    const path = `${callPath(id)}/signaling`;
    return this.#http.request(Signal, { method: 'POST', path, body, repeatable: true });
  }

  /** Messages numbered above `after`, oldest first; waits up to `waitS` seconds for the first. */
  async signals(
    id: string,
    { after, waitS, signal }: { after?: number; waitS?: number; signal?: AbortSignal },
  ): Promise<readonly Signal[]> {
    const page = await this.#http.request(SignalPage, {
      method: 'GET',
      path: `${callPath(id)}/signaling`,
      query: { after, wait_s: waitS },
      repeatable: true,
      ...(signal === undefined ? {} : { signal }),
    });
    return page.data;
  }

  iceServers(): Promise<IceServers> {
    const path = '/api/v1/voip/ice-servers';
    return this.#http.request(IceServers, { method: 'GET', path, repeatable: true });
  }

  async users(query: PageRequest & { readonly search?: string }): Promise<Page<User>> {
    const { search, limit, cursor } = query;
    const page = await this.#http.request(UserPage, {
      method: 'GET',
      path: '/api/v1/users',
      query: { search, limit, cursor },
      repeatable: true,
    });
    return { data: page.data, nextCursor: page.next_cursor };
  }

  user(id: string): Promise<User> {
    const path = `/api/v1/users/${encodeURIComponent(id)}`;
    return this.#http.request(User, { method: 'GET', path, repeatable: true });
  }
}

function callPath(id: string): string {
  return `${callsPath}/${encodeURIComponent(id)}`;
}
