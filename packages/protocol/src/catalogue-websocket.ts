/** Refusals of WebSocket frames and connections. */
export const WEBSOCKET_SENTENCES = {
  frame_invalid: {
    en: {
      title: 'Invalid frame',
      detail: 'The frame does not have the form of its type[: {reason}].',
    },
    fr: { title: 'Trame invalide', detail: 'La trame n’a pas la forme de son type[ : {reason}].' },
  },
  frame_type_unknown: {
    en: { title: 'Unknown frame type', detail: 'There is no frame of this type[: {type}].' },
    fr: { title: 'Type de trame inconnu', detail: 'Il n’y a pas de trame de ce type[ : {type}].' },
  },
  channel_unknown: {
    en: {
      title: 'No such channel',
      detail: 'There is no such channel, or it is not yours to follow.',
    },
    fr: {
      title: 'Canal inconnu',
      detail: 'Ce canal n’existe pas, ou vous ne pouvez pas le suivre.',
    },
  },
  presence_foreign_user: {
    en: { title: 'Someone else’s presence', detail: 'You can only set your own presence.' },
    fr: {
      title: 'Présence d’autrui',
      detail: 'Vous ne pouvez définir que votre propre présence.',
    },
  },
  too_many_connections: {
    en: { title: 'Too many connections', detail: 'This user has too many connections open.' },
    fr: {
      title: 'Trop de connexions',
      detail: 'Cet utilisateur a trop de connexions ouvertes.',
    },
  },
  too_many_subscriptions: {
    en: {
      title: 'Too many subscriptions',
      detail: 'This connection follows too many channels[; the limit is {limit}].',
    },
    fr: {
      title: 'Trop d’abonnements',
      detail: 'Cette connexion suit trop de canaux[ ; la limite est de {limit}].',
    },
  },
} as const;
