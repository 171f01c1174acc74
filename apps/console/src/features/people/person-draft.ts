import type { CreateInvitation, CreateUser, User } from '@sky-genesis/protocol';

/** What an administrator has entered about a new person. */
export interface PersonDraft {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: User['role'];
  /** How they get in: a one-time link, or a password that somebody tells them. */
  readonly way: 'link' | 'password';
  readonly password: string;
}

export const emptyDraft: PersonDraft = {
  id: '',
  name: '',
  email: '',
  role: 'user',
  way: 'link',
  password: '',
};

/** Fields left empty are not sent: the server has its own defaults for them. */
function details({ name, email, role }: PersonDraft) {
  return {
    ...(name.trim() === '' ? {} : { display_name: name.trim() }),
    ...(email.trim() === '' ? {} : { email: email.trim() }),
    role,
  };
}

export function invitationOf(draft: PersonDraft): CreateInvitation {
  return { user_id: draft.id.trim(), ...details(draft) };
}

export function userOf(draft: PersonDraft): CreateUser {
  return { id: draft.id.trim(), ...details(draft), password: draft.password };
}
