import {
  type CreateInvitation,
  type CreateUser,
  Invitation,
  type UpdateUser,
  User,
} from '@sky-genesis/protocol';
import type { Requests } from './request.ts';

/** What an administrator does with people. Every method throws what `Requests` throws. */
export interface PeopleApi {
  create(body: CreateUser): Promise<User>;
  /** The answer holds the link, this once. */
  invite(body: CreateInvitation): Promise<Invitation>;
  update(id: string, body: UpdateUser): Promise<User>;
}

export function createPeopleApi(requests: Requests): PeopleApi {
  return {
    create: (body) => requests.read(User, { method: 'POST', path: '/api/v1/users', body }),
    invite: (body) =>
      requests.read(Invitation, { method: 'POST', path: '/api/v1/invitations', body }),
    update: (id, body) =>
      requests.read(User, {
        method: 'PATCH',
        path: `/api/v1/users/${encodeURIComponent(id)}`,
        body,
      }),
  };
}
