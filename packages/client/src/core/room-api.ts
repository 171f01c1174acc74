import {
  type CreateRoom,
  type DialOut,
  type InviteToRoom,
  JoinedRoom,
  type JoinRoom,
  type MuteParticipant,
  pageOf,
  Room,
  RoomMessage,
  RoomParticipant,
  type RoomRole,
  type UpdateRoom,
} from '@sky-genesis/protocol';
import type { HttpClient } from './http-client.ts';
import type { Page, PageRequest } from './rest-api.ts';
import type { DialOutOptions, JoinRoomOptions } from './room-types.ts';

const RoomPage = pageOf(Room);
const ParticipantPage = pageOf(RoomParticipant);
const MessagePage = pageOf(RoomMessage);
const roomsPath = '/api/v1/voip/rooms';

/** The server's REST API for rooms. Every method throws what `HttpClient.request` throws. */
export class RoomApi {
  readonly #http: HttpClient;

  constructor(http: HttpClient) {
    this.#http = http;
  }

  create(body: CreateRoom): Promise<Room> {
    return this.#http.request(Room, { method: 'POST', path: roomsPath, body, repeatable: true });
  }

  async list(query: PageRequest & { readonly state?: 'open' | 'ended' }): Promise<Page<Room>> {
    const { state, limit, cursor } = query;
    const page = await this.#http.request(RoomPage, {
      method: 'GET',
      path: roomsPath,
      query: { state, limit, cursor },
      repeatable: true,
    });
    return { data: page.data, nextCursor: page.next_cursor };
  }

  get(id: string): Promise<Room> {
    return this.#http.request(Room, { method: 'GET', path: pathOf(id), repeatable: true });
  }

  update(id: string, body: UpdateRoom): Promise<Room> {
    return this.#http.request(Room, { method: 'PATCH', path: pathOf(id), body, repeatable: true });
  }

  renewPin(id: string): Promise<Room> {
    return this.#http.request(Room, {
      method: 'POST',
      path: `${pathOf(id)}/dial-in`,
      body: {},
      repeatable: false,
    });
  }

  async delete(id: string): Promise<void> {
    await this.#http.command({ method: 'DELETE', path: pathOf(id), repeatable: true });
  }

  /** The same seat again for who holds one, and a new token. */
  join(id: string, { displayName, password }: JoinRoomOptions): Promise<JoinedRoom> {
    const path = `${pathOf(id)}/join`;
    const body: JoinRoom = {
      ...(displayName === undefined ? {} : { display_name: displayName }),
      ...(password === undefined ? {} : { password }),
    };
    return this.#http.request(JoinedRoom, { method: 'POST', path, body, repeatable: true });
  }

  async leave(id: string): Promise<void> {
    await this.#act(`${pathOf(id)}/leave`);
  }

  async participants(id: string): Promise<readonly RoomParticipant[]> {
    const all: RoomParticipant[] = [];
    let cursor: string | undefined;
    for (let read = 0; read < 200; read += 1) {
      const page = await this.#http.request(ParticipantPage, {
        method: 'GET',
        path: `${pathOf(id)}/participants`,
        query: { limit: 200, cursor },
        repeatable: true,
      });
      all.push(...page.data);
      if (page.next_cursor === null) break;
      cursor = page.next_cursor;
    }
    return all;
  }

  /** Whom no `participantId` names: everybody who waits. */
  async decide(id: string, decision: 'admit' | 'deny', participantId?: string): Promise<void> {
    const body = participantId === undefined ? {} : { participant_id: participantId };
    await this.#act(`${pathOf(id)}/${decision}`, body);
  }

  async sendBack(id: string, participantId: string): Promise<void> {
    await this.#act(`${participantPath(id, participantId)}/send-back`);
  }

  async kick(id: string, participantId: string): Promise<void> {
    await this.#act(`${participantPath(id, participantId)}/kick`);
  }

  async mute(id: string, participantId: string, what: MuteParticipant): Promise<void> {
    await this.#act(`${participantPath(id, participantId)}/mute`, what);
  }

  async setRole(id: string, participantId: string, role: RoomRole): Promise<void> {
    await this.#act(`${participantPath(id, participantId)}/role`, { role });
  }

  async lock(id: string, locked: boolean): Promise<void> {
    await this.#act(`${pathOf(id)}/lock`, { locked });
  }

  async raiseHand(id: string, raised: boolean): Promise<void> {
    await this.#act(`${pathOf(id)}/hand`, { raised });
  }

  async invite(id: string, userIds: readonly string[]): Promise<void> {
    const body: InviteToRoom = { user_ids: [...userIds] };
    await this.#act(`${pathOf(id)}/invite`, body);
  }

  /** Rings a phone into the room. */
  dialOut(id: string, body: DialOut): Promise<RoomParticipant> {
    const path = `${pathOf(id)}/dial-out`;
    return this.#http.request(RoomParticipant, { method: 'POST', path, body, repeatable: true });
  }

  async cancelDialOut(id: string, participantId: string): Promise<void> {
    const path = `${pathOf(id)}/dial-out/${encodeURIComponent(participantId)}`;
    await this.#http.command({ method: 'DELETE', path, repeatable: true });
  }

  sendMessage(id: string, message: string): Promise<RoomMessage> {
    const path = `${pathOf(id)}/messages`;
    const body = { message };
    return this.#http.request(RoomMessage, { method: 'POST', path, body, repeatable: true });
  }

  /** The last 200, oldest first. */
  async messages(id: string): Promise<readonly RoomMessage[]> {
    const page = await this.#http.request(MessagePage, {
      method: 'GET',
      path: `${pathOf(id)}/messages`,
      query: { limit: 200 },
      repeatable: true,
    });
    return page.data;
  }

  /** What such a request changes is told by an event; its answer is not read. */
  async #act(path: string, body?: unknown): Promise<void> {
    await this.#http.command({ method: 'POST', path, body, repeatable: true });
  }
}

/** What is dialled, as the server reads it. */
export function dialOutBody(to: string, { displayName, timeoutS }: DialOutOptions): DialOut {
  return {
    to,
    ...(displayName === undefined ? {} : { display_name: displayName }),
    ...(timeoutS === undefined ? {} : { timeout_s: timeoutS }),
  };
}

function pathOf(id: string): string {
  return `${roomsPath}/${encodeURIComponent(id)}`;
}

function participantPath(id: string, participantId: string): string {
  return `${pathOf(id)}/participants/${encodeURIComponent(participantId)}`;
}
