/** Refusals of media sessions. */
export const MEDIA_SENTENCES = {
  media_stale: {
    en: {
      title: 'Overtaken',
      detail: 'Another offer or another transport has taken the place of the one this is about.',
    },
    fr: {
      title: 'Dépassé',
      detail: 'Une autre offre ou un autre transport a remplacé ce dont il est question.',
    },
  },
  media_session_unknown: {
    en: {
      title: 'No such media session',
      detail: 'There is no such media session on this connection; open it by an offer.',
    },
    fr: {
      title: 'Session média inconnue',
      detail: 'Cette session média n’existe pas sur cette connexion ; ouvrez-la par une offre.',
    },
  },
  media_track_unknown: {
    en: { title: 'No such track', detail: 'Nobody sends such a track here.' },
    fr: { title: 'Piste inconnue', detail: 'Personne n’envoie cette piste ici.' },
  },
  media_tracks_invalid: {
    en: {
      title: 'Tracks do not fit the offer',
      detail: 'The tracks are not those of the offer[: {reason}].',
    },
    fr: {
      title: 'Pistes sans rapport avec l’offre',
      detail: 'Les pistes ne sont pas celles de l’offre[ : {reason}].',
    },
  },
  screen_share_refused: {
    en: {
      title: 'Screen sharing refused',
      detail: 'Only moderators may share their screen in this room.',
    },
    fr: {
      title: 'Partage d’écran refusé',
      detail: 'Seuls les modérateurs peuvent partager leur écran dans cette salle.',
    },
  },
  media_not_live: {
    en: {
      title: 'Nothing to watch yet',
      detail: 'Nobody sends anything here yet; try again soon.',
    },
    fr: {
      title: 'Rien à voir pour l’instant',
      detail: 'Personne n’émet encore ici ; réessayez bientôt.',
    },
  },
  ice_restart_unsupported: {
    en: {
      title: 'No ICE restart',
      detail: 'This session cannot restart ICE; end it and make a new one.',
    },
    fr: {
      title: 'Pas de redémarrage ICE',
      detail: 'Cette session ne peut pas redémarrer ICE ; terminez-la et ouvrez-en une autre.',
    },
  },
  media_full: {
    en: {
      title: 'Media engine full',
      detail: 'The media engine takes nobody more at the moment; try again later.',
    },
    fr: {
      title: 'Moteur média complet',
      detail: 'Le moteur média n’accepte plus personne pour l’instant ; réessayez plus tard.',
    },
  },
  media_unavailable: {
    en: { title: 'Media engine away', detail: 'The media engine does not answer; try again.' },
    fr: {
      title: 'Moteur média indisponible',
      detail: 'Le moteur média ne répond pas ; réessayez.',
    },
  },
} as const;
