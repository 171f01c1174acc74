/** Refusals of calls and their signaling. */
export const CALL_SENTENCES = {
  sdp_invalid: {
    en: {
      title: 'Invalid SDP',
      detail: 'The session description or candidate is not valid[: {reason}].',
    },
    fr: {
      title: 'SDP invalide',
      detail: 'La description de session ou le candidat n’est pas valide[ : {reason}].',
    },
  },
  call_not_found: {
    en: { title: 'No such call', detail: 'There is no such call, or you are not in it.' },
    fr: { title: 'Appel inconnu', detail: 'Cet appel n’existe pas, ou vous n’y participez pas.' },
  },
  answered_elsewhere: {
    en: {
      title: 'Answered elsewhere',
      detail: 'You have answered this call on another device.',
    },
    fr: {
      title: 'Pris sur un autre appareil',
      detail: 'Vous avez répondu à cet appel sur un autre appareil.',
    },
  },
  call_state_conflict: {
    en: {
      title: 'Not in this state',
      detail: 'This is not possible in the present state of the call[ ({status})].',
    },
    fr: {
      title: 'Impossible dans cet état',
      detail: 'C’est impossible dans l’état actuel de l’appel[ ({status})].',
    },
  },
  call_ended: {
    en: { title: 'Call ended', detail: 'The call has ended[ ({reason})].' },
    fr: { title: 'Appel terminé', detail: 'L’appel est terminé[ ({reason})].' },
  },
  call_limit_reached: {
    en: {
      title: 'Too many calls',
      detail: 'You have too many active calls[; the limit is {limit}].',
    },
    fr: {
      title: 'Trop d’appels',
      detail: 'Vous avez trop d’appels en cours[ ; la limite est de {limit}].',
    },
  },
  participant_unknown: {
    en: { title: 'Participant unknown', detail: 'Nobody here is called that[: {participant}].' },
    fr: { title: 'Participant inconnu', detail: 'Personne ne porte ce nom ici[ : {participant}].' },
  },
  participant_blocked: {
    en: { title: 'Call refused', detail: 'A participant does not take calls from you.' },
    fr: { title: 'Appel refusé', detail: 'Un participant n’accepte pas vos appels.' },
  },
  participant_is_caller: {
    en: { title: 'Call to oneself', detail: 'The caller cannot be among the participants.' },
    fr: {
      title: 'Appel à soi-même',
      detail: 'L’appelant ne peut pas être parmi les participants.',
    },
  },
  participant_exists: {
    en: {
      title: 'Already in the call',
      detail: '[{participant}: ]this participant is in the call already.',
    },
    fr: {
      title: 'Déjà dans l’appel',
      detail: '[{participant} : ]ce participant est déjà dans l’appel.',
    },
  },
  too_many_participants: {
    en: {
      title: 'Too many participants',
      detail: 'The call would have too many participants[; the limit is {limit}].',
    },
    fr: {
      title: 'Trop de participants',
      detail: 'L’appel aurait trop de participants[ ; la limite est de {limit}].',
    },
  },
  external_calls_refused: {
    en: {
      title: 'External call refused',
      detail: 'Calls to the outside need the scope calls:external and an outbound route.',
    },
    fr: {
      title: 'Appel externe refusé',
      detail: 'Un appel vers l’extérieur demande le droit calls:external et une route sortante.',
    },
  },
  recipient_not_in_call: {
    en: {
      title: 'Recipient not in the call',
      detail: 'The recipient[ {user}] is not in this call.',
    },
    fr: {
      title: 'Destinataire hors de l’appel',
      detail: 'Le destinataire[ {user}] n’est pas dans cet appel.',
    },
  },
} as const;
