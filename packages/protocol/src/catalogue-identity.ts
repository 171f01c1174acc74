/** Refusals about who asks, and about users, invitations and keys. */
export const IDENTITY_SENTENCES = {
  unauthenticated: {
    en: {
      title: 'Not authenticated',
      detail: 'Send a valid token (Authorization: Bearer) or API key (X-API-Key).',
    },
    fr: {
      title: 'Non authentifié',
      detail: 'Envoyez un jeton valide (Authorization: Bearer) ou une clé d’API (X-API-Key).',
    },
  },
  token_expired: {
    en: { title: 'Token expired', detail: 'The token has expired; ask for a new one.' },
    fr: { title: 'Jeton expiré', detail: 'Le jeton a expiré ; demandez-en un nouveau.' },
  },
  credentials_invalid: {
    en: { title: 'Sign-in failed', detail: 'The user or the password is wrong.' },
    fr: { title: 'Échec de connexion', detail: 'L’utilisateur ou le mot de passe est incorrect.' },
  },
  forbidden: {
    en: { title: 'Forbidden', detail: 'You are not allowed to do this.' },
    fr: { title: 'Interdit', detail: 'Vous n’avez pas le droit de faire cela.' },
  },
  scope_missing: {
    en: { title: 'Scope missing', detail: 'The credential lacks the scope this needs[: {scope}].' },
    fr: {
      title: 'Droit manquant',
      detail: 'Il manque à ces identifiants le droit nécessaire[ : {scope}].',
    },
  },
  origin_refused: {
    en: {
      title: 'Foreign origin',
      detail: 'The request comes from another site than this server’s own.',
    },
    fr: {
      title: 'Origine étrangère',
      detail: 'La requête vient d’un autre site que celui de ce serveur.',
    },
  },
  user_not_found: {
    en: { title: 'No such user', detail: 'There is no user[ {user}].' },
    fr: { title: 'Utilisateur inconnu', detail: 'Il n’y a pas d’utilisateur[ {user}].' },
  },
  user_exists: {
    en: { title: 'User exists', detail: 'The user id[ {user}] is taken.' },
    fr: {
      title: 'Utilisateur existant',
      detail: 'L’identifiant d’utilisateur[ {user}] est déjà pris.',
    },
  },
  last_admin: {
    en: {
      title: 'Last administrator',
      detail: 'Somebody has to administer this server; make another user an administrator first.',
    },
    fr: {
      title: 'Dernier administrateur',
      detail:
        'Ce serveur a besoin d’un administrateur ; donnez d’abord ce rôle à un autre utilisateur.',
    },
  },
  user_disabled: {
    en: { title: 'User disabled', detail: 'This user has been disabled by an administrator.' },
    fr: {
      title: 'Utilisateur désactivé',
      detail: 'Cet utilisateur a été désactivé par un administrateur.',
    },
  },
  invitation_invalid: {
    en: {
      title: 'Invitation not valid',
      detail: 'This link has been used, has expired or never existed; ask for a new one.',
    },
    fr: {
      title: 'Invitation non valable',
      detail: 'Ce lien a servi, a expiré ou n’a jamais existé ; demandez-en un nouveau.',
    },
  },
  password_too_weak: {
    en: {
      title: 'Password too weak',
      detail: 'The password is too short or too well known; choose another.',
    },
    fr: {
      title: 'Mot de passe trop faible',
      detail: 'Le mot de passe est trop court ou trop connu ; choisissez-en un autre.',
    },
  },
  passkey_invalid: {
    en: { title: 'Passkey not accepted', detail: 'The passkey could not be verified; try again.' },
    fr: {
      title: 'Clé d’accès refusée',
      detail: 'La clé d’accès n’a pas pu être vérifiée ; réessayez.',
    },
  },
  passkey_not_found: {
    en: { title: 'No such passkey', detail: 'You have no such passkey.' },
    fr: { title: 'Clé d’accès inconnue', detail: 'Vous n’avez pas cette clé d’accès.' },
  },
  key_not_found: {
    en: { title: 'No such API key', detail: 'There is no API key[ {key}].' },
    fr: { title: 'Clé d’API inconnue', detail: 'Il n’y a pas de clé d’API[ {key}].' },
  },
  on_behalf_refused: {
    en: {
      title: 'Not on behalf of others',
      detail: 'Only a key with the scope calls:on_behalf may name a caller.',
    },
    fr: {
      title: 'Pas au nom d’autrui',
      detail: 'Seule une clé qui a le droit calls:on_behalf peut nommer un appelant.',
    },
  },
} as const;
