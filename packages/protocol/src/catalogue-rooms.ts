/** Refusals of rooms. */
export const ROOM_SENTENCES = {
  room_not_found: {
    en: { title: 'No such room', detail: 'There is no such room, or it is not yours to see.' },
    fr: {
      title: 'Salle inconnue',
      detail: 'Cette salle n’existe pas, ou vous n’avez pas à la voir.',
    },
  },
  room_participant_not_found: {
    en: { title: 'No such participant', detail: 'There is no such participant in this room.' },
    fr: { title: 'Participant inconnu', detail: 'Ce participant n’est pas dans cette salle.' },
  },
  room_ended: {
    en: { title: 'Room ended', detail: 'The room has ended[ ({reason})].' },
    fr: { title: 'Salle terminée', detail: 'La salle est terminée[ ({reason})].' },
  },
  room_full: {
    en: { title: 'Room full', detail: 'Every place is taken[; the limit is {limit}].' },
    fr: {
      title: 'Salle pleine',
      detail: 'Toutes les places sont prises[ ; la limite est de {limit}].',
    },
  },
  room_participant_conflict: {
    en: {
      title: 'Not in this state',
      detail: 'This is not possible in the participant’s present state[ ({status})].',
    },
    fr: {
      title: 'Impossible dans cet état',
      detail: 'C’est impossible dans l’état actuel du participant[ ({status})].',
    },
  },
  room_creator_protected: {
    en: {
      title: 'Creator of the room',
      detail: 'Whoever made the room stays its moderator and cannot be removed from it.',
    },
    fr: {
      title: 'Créateur de la salle',
      detail: 'Qui a créé la salle en reste modérateur et ne peut en être exclu.',
    },
  },
  room_locked: {
    en: { title: 'Room locked', detail: 'A moderator has locked the room.' },
    fr: { title: 'Salle verrouillée', detail: 'Un modérateur a verrouillé la salle.' },
  },
  room_password_required: {
    en: { title: 'Password required', detail: 'This room asks for a password.' },
    fr: { title: 'Mot de passe requis', detail: 'Cette salle demande un mot de passe.' },
  },
  room_password_wrong: {
    en: { title: 'Wrong password', detail: 'That is not the room’s password.' },
    fr: { title: 'Mot de passe erroné', detail: 'Ce n’est pas le mot de passe de la salle.' },
  },
  room_kicked: {
    en: {
      title: 'Removed from the room',
      detail: 'A moderator has removed you; come back when one invites you again.',
    },
    fr: {
      title: 'Exclu de la salle',
      detail: 'Un modérateur vous a exclu ; revenez quand l’un d’eux vous invitera de nouveau.',
    },
  },
  room_denied: {
    en: {
      title: 'Not admitted',
      detail: 'A moderator has not let you in[; try again in {seconds} s].',
    },
    fr: {
      title: 'Entrée refusée',
      detail: 'Un modérateur ne vous a pas laissé entrer[ ; réessayez dans {seconds} s].',
    },
  },
  room_seat_required: {
    en: { title: 'Not in the room', detail: 'Only who is in the room may do this.' },
    fr: { title: 'Hors de la salle', detail: 'Seul qui est dans la salle peut le faire.' },
  },
  room_moderator_required: {
    en: { title: 'Moderators only', detail: 'Only a moderator of the room may do this.' },
    fr: {
      title: 'Réservé aux modérateurs',
      detail: 'Seul un modérateur de la salle peut le faire.',
    },
  },
  room_moderation_off: {
    en: {
      title: 'Moderation is off',
      detail: 'The room’s setting moderator_controls does not allow this.',
    },
    fr: {
      title: 'Modération désactivée',
      detail: 'Le réglage moderator_controls de la salle ne le permet pas.',
    },
  },
  room_token_invalid: {
    en: {
      title: 'Room token not valid',
      detail: 'Join the room again for a new room token.',
    },
    fr: {
      title: 'Jeton de salle non valide',
      detail: 'Rejoignez de nouveau la salle pour obtenir un nouveau jeton.',
    },
  },
  room_limit_reached: {
    en: {
      title: 'Too many rooms',
      detail: 'You have too many open rooms[; the limit is {limit}].',
    },
    fr: {
      title: 'Trop de salles',
      detail: 'Vous avez trop de salles ouvertes[ ; la limite est de {limit}].',
    },
  },
} as const;
