import type { OperationText } from './operation-text.ts';

/** Calls, signaling, presence, events and health. */
export const CALL_OPERATIONS_FR: Readonly<Record<string, OperationText>> = {
  createCall: {
    summary: 'Appeler une ou plusieurs personnes',
    description:
      'Fait sonner chaque participant libre. Plusieurs participants font un appel de groupe : le premier qui accepte le connecte, les autres sonnent jusqu’à `timeout_s`. Si tous sont occupés, l’appel est créé et aussitôt terminé par `busy`.',
  },
  listCalls: {
    summary: 'Ses propres appels, du plus récent au plus ancien',
    description: 'Les appels en cours ; avec `state=ended`, l’historique.',
  },
  getCall: { summary: 'Un appel' },
  listCallEvents: {
    summary: 'Ce qui s’est passé dans un appel, dans l’ordre',
    description:
      'Les messages de signalisation y figurent par auteur, destinataire et type, sans leur contenu.',
  },
  inviteToCall: {
    summary: 'Faire sonner d’autres personnes',
    description:
      'Par quiconque est dans l’appel. Qui a refusé, n’a pas répondu ou est parti peut être rappelé.',
  },
  acceptCall: {
    summary: 'Répondre à un appel',
    description:
      'Par un participant chez qui il sonne. Qui nomme son `device` est à l’abri d’un second appareil du même utilisateur qui répondrait au même instant : celui-là est refusé par `answered_elsewhere`. Avec le troisième participant, les médias d’un appel passent par le routeur (`media`, `call.media_moved`).',
  },
  declineCall: {
    summary: 'Refuser un appel',
    description:
      'Par un participant chez qui il sonne. Le dernier qui refuse termine un appel que personne n’a pris.',
  },
  endCall: {
    summary: 'Raccrocher',
    description:
      'Par l’appelant, termine l’appel pour tous : `cancelled` avant la réponse, `completed` après. Par un participant, termine sa part : avant sa réponse il refuse, après il part, et à moins de deux l’appel se termine. Un appel déjà terminé est rendu tel quel. Un message `hangup` est une parole entre pairs et ne termine rien.',
  },
  leaveCall: {
    summary: 'Quitter un appel qui continue',
    description:
      'Par quiconque est connecté, l’appelant aussi. À moins de deux personnes, l’appel se termine.',
  },
  holdCall: {
    summary: 'Mettre un appel en attente',
    description:
      'Par quiconque est connecté. L’appel est en attente tant qu’une personne le retient.',
  },
  resumeCall: {
    summary: 'Reprendre un appel en attente',
    description: 'Par qui l’a mis en attente. L’appel reprend quand plus personne ne le retient.',
  },
  sendSignal: {
    summary: 'Dire quelque chose aux autres dans un appel',
    description:
      'Dès le premier instant de l’appel ; qui n’a pas encore accepté le trouve dans la boîte. Descriptions de session et candidats sont analysés, le reste est transmis. `hangup` est une parole entre pairs : `POST …/end` termine l’appel.',
  },
  listSignals: {
    summary: 'La boîte : ce que les autres m’ont dit',
    description:
      'Les messages dont `seq` dépasse `after`, dans l’ordre. Avec `wait_s`, une boîte vide répond quand quelque chose arrive, quand l’appel se termine, ou vide après ce délai. La boîte d’un appel terminé est vide.',
  },
  getIceServers: { summary: 'Serveurs STUN et TURN, avec des identifiants de courte durée' },
  listPresence: { summary: 'Tous ceux qui ne sont pas hors ligne, par identifiant' },
  setPresence: {
    summary: 'Définir une présence',
    description: 'Celle d’autrui seulement avec `presence:write:any`.',
  },
  getPresence: { summary: 'La présence de quelqu’un' },
  getRealtimeStatus: { summary: 'Combien de connexions sont ouvertes' },
  broadcastNotice: {
    summary: 'Montrer un avis à tous ceux qui suivent un canal',
    description: '`system`, `user:<id>`, `presence:<user>`, `call:<id>` ou `room:<id>`.',
  },
  notifyUser: { summary: 'Montrer un avis sur chaque connexion d’un utilisateur' },
  listEvents: {
    summary: 'Tout ce qui s’est passé dans l’organisation, dans l’ordre de validation',
    description:
      'Un seul ordre global : qui interroge avec la dernière position ne manque rien. Les valeurs personnelles (noms, métadonnées, corps des messages) n’y sont que pour `voip:admin`.',
  },
  getLiveness: { summary: 'Le processus tourne-t-il' },
  getReadiness: {
    summary: 'Le serveur prend-il du trafic',
    description:
      'Répond 503 tant qu’une partie dont il a besoin est absente et pendant qu’il s’arrête.',
  },
  transferCall: {
    summary: 'Passer un appel à quelqu’un d’autre',
    description:
      'Avec `to` : fait sonner qui est nommé à la place de qui le demande, qui reste dans l’appel jusqu’à la réponse, et s’il n’y en a ' +
      'pas. Avec `to_call_id`, après un mot avec les gens de cet autre appel : qui le demande quitte les deux, celui-ci se termine, et ' +
      'les autres continuent dans celui-là, qui est la réponse.',
  },
  sendDigits: {
    summary: 'Composer des chiffres pendant un appel',
    description:
      'Les téléphones de l’appel les entendent (RFC 4733) ; les autres reçoivent un événement `call.dtmf`.',
  },
};
