import type { OperationText } from './operation-text.ts';
import { ACCESS_OPERATIONS_FR } from './operations-fr-access.ts';
import { CALL_OPERATIONS_FR } from './operations-fr-calls.ts';
import { ROOM_OPERATIONS_FR } from './operations-fr-rooms.ts';
import { TELEPHONY_OPERATIONS_FR } from './operations-fr-telephony.ts';

/** The operations in French, by operationId. A test holds them complete. */
export const OPERATIONS_FR: Readonly<Record<string, OperationText | undefined>> = {
  ...CALL_OPERATIONS_FR,
  ...ROOM_OPERATIONS_FR,
  ...ACCESS_OPERATIONS_FR,
  ...TELEPHONY_OPERATIONS_FR,
};

export const TAGS_FR: Readonly<Record<string, string | undefined>> = {
  Calls: 'Appels',
  Signaling: 'Signalisation',
  Rooms: 'Salles',
  Telephony: 'Téléphonie',
  Authentication: 'Authentification',
  Passkeys: 'Clés d’accès',
  Users: 'Utilisateurs',
  Invitations: 'Invitations',
  'API keys': 'Clés d’API',
  Audit: 'Audit',
  Events: 'Événements',
  Presence: 'Présence',
  Realtime: 'Temps réel',
  Health: 'Santé',
};
