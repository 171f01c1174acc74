import {
  type CreateInvitation,
  type CreateUser,
  Invitation,
  pageOf,
  type UpdateUser,
  User,
} from '@sky-genesis/protocol';
import type { Requests } from './request.ts';

const UserPage = pageOf(User);

/** What an administrator does with people. Every method throws what `Requests` throws. */
export interface PeopleApi {
  /** Whether nobody else belongs to the organisation yet. */
  isAlone(): Promise<boolean>;
  create(body: CreateUser): Promise<User>;
  /** The answer holds the link, this once. */
  invite(body: CreateInvitation): Promise<Invitation>;
  update(id: string, body: UpdateUser): Promise<User>;
}

export function createPeopleApi(requests: Requests): PeopleApi {
  return {
    isAlone: async () => {
      const path = '/api/v1/users?limit=2';
      return (await requests.read(UserPage, { method: 'GET', path })).data.length < 2;
    },
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
