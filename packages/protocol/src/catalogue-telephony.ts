/** Refusals of extensions, phones, trunks and the PBX. */
export const TELEPHONY_SENTENCES = {
  extension_not_found: {
    en: { title: 'No such extension', detail: 'There is no such extension[: {number}].' },
    fr: { title: 'Poste inconnu', detail: 'Ce numéro de poste n’existe pas[ : {number}].' },
  },
  extension_exists: {
    en: { title: 'Extension taken', detail: 'This extension is in use already[: {number}].' },
    fr: { title: 'Poste déjà pris', detail: 'Ce numéro de poste est déjà utilisé[ : {number}].' },
  },
  extension_target_invalid: {
    en: {
      title: 'One target',
      detail: 'An extension leads to exactly one of user_id, room_id and dial_in.',
    },
    fr: {
      title: 'Une seule destination',
      detail: 'Un poste mène à user_id, à room_id ou à dial_in, et à un seul des trois.',
    },
  },
  device_not_found: {
    en: { title: 'No such device', detail: 'There is no such device, or it is not yours.' },
    fr: {
      title: 'Appareil inconnu',
      detail: 'Cet appareil n’existe pas, ou ne vous appartient pas.',
    },
  },
  device_exists: {
    en: { title: 'User name taken', detail: 'Another device signs in by this name[: {username}].' },
    fr: {
      title: 'Identifiant déjà pris',
      detail: 'Un autre appareil s’identifie par ce nom[ : {username}].',
    },
  },
  trunk_not_found: {
    en: { title: 'No such trunk', detail: 'There is no such trunk.' },
    fr: { title: 'Ligne inconnue', detail: 'Cette ligne n’existe pas.' },
  },
  trunk_exists: {
    en: { title: 'Trunk name taken', detail: 'Another trunk has this name[: {name}].' },
    fr: { title: 'Nom déjà pris', detail: 'Une autre ligne porte ce nom[ : {name}].' },
  },
  trunk_incomplete: {
    en: {
      title: 'Trunk incomplete',
      detail: 'A trunk that signs in this way needs more[: {missing} for auth {auth}].',
    },
    fr: {
      title: 'Ligne incomplète',
      detail: 'Une ligne qui s’identifie ainsi demande davantage[ : {missing} pour auth {auth}].',
    },
  },
  pbx_not_configured: {
    en: {
      title: 'No PBX',
      detail: 'This server has no PBX to ask: the key SGE_ARI_URL of its configuration names one.',
    },
    fr: {
      title: 'Aucun autocommutateur',
      detail:
        'Ce serveur n’a pas d’autocommutateur à interroger : la clé SGE_ARI_URL de sa configuration en désigne un.',
    },
  },
  pbx_unavailable: {
    en: { title: 'PBX unavailable', detail: 'The PBX could not be asked[: {reason}].' },
    fr: {
      title: 'Autocommutateur indisponible',
      detail: 'L’autocommutateur n’a pas pu être interrogé[ : {reason}].',
    },
  },
} as const;
