import type { OutgoingHttpHeaders } from 'node:http';

/**
 * What the console's page may do. Scripts and styles only from our own files (the console's build puts
 * the component library's theme into one); camera, microphone and screen for ourselves.
 */
export function consoleHeaders(secure: boolean): OutgoingHttpHeaders {
  const policy = [
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "media-src 'self' blob: mediastream:",
    // 'self' covers our WebSocket (CSP 3 §6.7.2.8); the fetches are same-origin too.
    "connect-src 'self'",
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    ...(secure ? ['upgrade-insecure-requests'] : []),
  ];
  return {
    'content-security-policy': policy.join('; '),
    'x-frame-options': 'DENY',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy':
      'camera=(self), microphone=(self), display-capture=(self), fullscreen=(self), speaker-selection=(self), publickey-credentials-get=(self), publickey-credentials-create=(self), geolocation=(), payment=(), usb=()',
  };
}
