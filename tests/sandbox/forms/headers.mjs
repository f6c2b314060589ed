/**
 * The headers of a town that takes care of its site: a strict policy, opened to the edge and to nothing else.
 * The widget must work under it without a nonce, an inline script or a `style` attribute.
 */
export function formHeaders(edgeOrigin) {
  const policy = [
    "default-src 'none'",
    `script-src 'self' 'wasm-unsafe-eval' ${edgeOrigin}`,
    `connect-src 'self' ${edgeOrigin}`,
    `img-src 'self' ${edgeOrigin}`,
    `font-src 'self' ${edgeOrigin}`,
    "style-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ];
  return {
    'Content-Security-Policy': policy.join('; '),
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
    'Referrer-Policy': 'strict-origin-when-cross-origin',
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
  };
}
