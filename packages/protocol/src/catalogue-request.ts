/** Refusals of the request itself, before any command runs. */
export const REQUEST_SENTENCES = {
  bad_request: {
    en: { title: 'Bad request', detail: 'The request cannot be understood[: {reason}].' },
    fr: { title: 'Requête incorrecte', detail: 'La requête est incompréhensible[ : {reason}].' },
  },
  validation_failed: {
    en: {
      title: 'Invalid input',
      detail: 'The request does not have the form this operation expects; see errors.',
    },
    fr: {
      title: 'Données invalides',
      detail: 'La requête n’a pas la forme attendue par cette opération ; voir errors.',
    },
  },
  invalid_json: {
    en: { title: 'Invalid JSON', detail: 'The body is not acceptable JSON[: {reason}].' },
    fr: { title: 'JSON invalide', detail: 'Le corps n’est pas un JSON acceptable[ : {reason}].' },
  },
  invalid_cursor: {
    en: {
      title: 'Invalid cursor',
      detail: 'The cursor is none that this list gave out; start again without one.',
    },
    fr: {
      title: 'Curseur invalide',
      detail: 'Ce curseur ne vient pas de cette liste ; recommencez sans curseur.',
    },
  },
  not_found: {
    en: { title: 'Not found', detail: 'There is nothing at this address.' },
    fr: { title: 'Introuvable', detail: 'Il n’y a rien à cette adresse.' },
  },
  method_not_allowed: {
    en: {
      title: 'Method not allowed',
      detail: 'This address does not know the method[ {method}][; it knows {allow}].',
    },
    fr: {
      title: 'Méthode non permise',
      detail: 'Cette adresse ne connaît pas la méthode[ {method}][ ; elle connaît {allow}].',
    },
  },
  not_acceptable: {
    en: { title: 'Not acceptable', detail: 'The answer exists only as application/json.' },
    fr: { title: 'Format non disponible', detail: 'La réponse n’existe qu’en application/json.' },
  },
  request_timeout: {
    en: { title: 'Request timeout', detail: 'The request did not arrive completely in time.' },
    fr: { title: 'Délai dépassé', detail: 'La requête n’est pas arrivée entière à temps.' },
  },
  idempotency_key_reused: {
    en: {
      title: 'Idempotency-Key used before',
      detail: 'This Idempotency-Key belongs to another request; use a new key.',
    },
    fr: {
      title: 'Idempotency-Key déjà utilisée',
      detail: 'Cette Idempotency-Key appartient à une autre requête ; utilisez une nouvelle clé.',
    },
  },
  payload_too_large: {
    en: {
      title: 'Body too large',
      detail: 'The body is over the limit[ of {limit} bytes] of this operation.',
    },
    fr: {
      title: 'Corps trop volumineux',
      detail: 'Le corps dépasse la limite[ de {limit} octets] de cette opération.',
    },
  },
  unsupported_media_type: {
    en: {
      title: 'Unsupported media type',
      detail: 'The body is of another type than this operation takes[: send it as {type}].',
    },
    fr: {
      title: 'Type de contenu non pris en charge',
      detail: 'Le corps n’est pas du type que cette opération accepte[ : envoyez-le en {type}].',
    },
  },
  headers_too_large: {
    en: { title: 'Headers too large', detail: 'The request’s header fields are too large.' },
    fr: {
      title: 'En-têtes trop volumineux',
      detail: 'Les en-têtes de la requête sont trop grands.',
    },
  },
  precondition_failed: {
    en: { title: 'It has changed', detail: 'If-Match names another version than the present one.' },
    fr: { title: 'État modifié', detail: 'If-Match nomme une autre version que l’actuelle.' },
  },
  precondition_required: {
    en: { title: 'If-Match is missing', detail: 'This request needs an If-Match header.' },
    fr: { title: 'If-Match manque', detail: 'Cette requête demande un en-tête If-Match.' },
  },
  rate_limited: {
    en: {
      title: 'Too many requests',
      detail: 'Too many requests came in too short a time[; try again in {seconds} s].',
    },
    fr: {
      title: 'Trop de requêtes',
      detail: 'Trop de requêtes en trop peu de temps[ ; réessayez dans {seconds} s].',
    },
  },
  internal_error: {
    en: {
      title: 'Internal error',
      detail: 'The server made a mistake. Its operator finds it by the request_id.',
    },
    fr: {
      title: 'Erreur interne',
      detail: 'Le serveur a commis une erreur. Son exploitant la retrouve par le request_id.',
    },
  },
  unavailable: {
    en: {
      title: 'Temporarily unavailable',
      detail: 'The server cannot do this at the moment; try again shortly.',
    },
    fr: {
      title: 'Momentanément indisponible',
      detail: 'Le serveur ne peut pas le faire en ce moment ; réessayez sous peu.',
    },
  },
} as const;
