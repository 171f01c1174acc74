/**
 * Every refusal of the product with its HTTP status and, where a SIP peer can meet it, its SIP
 * status (RFC 3261 §21). A test holds the protocol's catalogue and the documentation equal to it.
 */
export const ERROR_CODES = {
  // The request itself
  bad_request: { http: 400, sip: 400 },
  validation_failed: { http: 400, sip: 400 },
  invalid_json: { http: 400, sip: 400 },
  invalid_cursor: { http: 400, sip: 400 },
  sdp_invalid: { http: 400, sip: 400 },
  unauthenticated: { http: 401, sip: 401 },
  token_expired: { http: 401, sip: 401 },
  credentials_invalid: { http: 401, sip: 401 },
  forbidden: { http: 403, sip: 403 },
  scope_missing: { http: 403, sip: 403 },
  origin_refused: { http: 403, sip: 403 },
  not_found: { http: 404, sip: 404 },
  method_not_allowed: { http: 405, sip: 405 },
  not_acceptable: { http: 406, sip: 406 },
  request_timeout: { http: 408, sip: 408 },
  idempotency_key_reused: { http: 422, sip: 400 },
  payload_too_large: { http: 413, sip: 513 },
  unsupported_media_type: { http: 415, sip: 415 },
  headers_too_large: { http: 431, sip: 513 },
  rate_limited: { http: 429, sip: 503 },
  internal_error: { http: 500, sip: 500 },
  unavailable: { http: 503, sip: 503 },
  // Users and identity
  user_not_found: { http: 404, sip: 404 },
  user_exists: { http: 409, sip: 409 },
  last_admin: { http: 409, sip: 400 },
  user_disabled: { http: 403, sip: 403 },
  invitation_invalid: { http: 410, sip: 410 },
  password_too_weak: { http: 422, sip: 400 },
  passkey_invalid: { http: 401, sip: 401 },
  passkey_not_found: { http: 404, sip: 404 },
  key_not_found: { http: 404, sip: 404 },
  on_behalf_refused: { http: 403, sip: 403 },
  // Calls
  call_not_found: { http: 404, sip: 481 },
  call_state_conflict: { http: 409, sip: 491 },
  answered_elsewhere: { http: 409, sip: 481 },
  call_ended: { http: 409, sip: 481 },
  call_limit_reached: { http: 429, sip: 486 },
  participant_unknown: { http: 422, sip: 404 },
  participant_blocked: { http: 403, sip: 403 },
  participant_is_caller: { http: 422, sip: 482 },
  participant_exists: { http: 409, sip: 482 },
  too_many_participants: { http: 422, sip: 413 },
  external_calls_refused: { http: 403, sip: 403 },
  media_router_unavailable: { http: 409, sip: 488 },
  recipient_not_in_call: { http: 422, sip: 404 },
  // WebSocket
  frame_invalid: { http: 400, sip: 400 },
  frame_type_unknown: { http: 400, sip: 400 },
  channel_unknown: { http: 404, sip: 404 },
  presence_foreign_user: { http: 403, sip: 403 },
  too_many_connections: { http: 429, sip: 503 },
  too_many_subscriptions: { http: 429, sip: 503 },
} as const;

export type ErrorCode = keyof typeof ERROR_CODES;
