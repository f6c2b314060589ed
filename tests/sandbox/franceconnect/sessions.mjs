import { randomBytes } from 'node:crypto';
import { readCookie } from '../http.mjs';

const COOKIE = 'fc_session_id';
const LIFETIME_MILLIS = 30 * 60 * 1000;

/**
 * FranceConnect's own sessions: 30 minutes, sliding. A person with a live one skips the choice of an identity.
 * The session id is also the account id handed to the provider, as in the real core.
 */
export class Sessions {
  #sessions = new Map();

  /** Opens a session for an identity and sets its cookie. Returns the session id. */
  open(res, login) {
    const id = randomBytes(32).toString('hex');
    this.#sessions.set(id, { login, expiresAt: Date.now() + LIFETIME_MILLIS });
    res.appendHeader('Set-Cookie', `${COOKIE}=${id}; Path=/; HttpOnly; Secure; SameSite=Lax`);
    return id;
  }

  /** The live session of a request as `{id, login}`, or `undefined`. Using it prolongs it. */
  of(req) {
    const id = readCookie(req, COOKIE);
    const session = this.#sessions.get(id);
    if (!session || session.expiresAt <= Date.now()) return undefined;
    session.expiresAt = Date.now() + LIFETIME_MILLIS;
    return { id, login: session.login };
  }

  /** The login behind an account id, even after the session ended: a token may outlive it by seconds. */
  loginOf(id) {
    return this.#sessions.get(id)?.login;
  }

  /** Ends the session of a request and clears its cookie. */
  end(req, res) {
    const session = this.#sessions.get(readCookie(req, COOKIE));
    if (session) session.expiresAt = 0;
    res.appendHeader('Set-Cookie', `${COOKIE}=; Path=/; HttpOnly; Secure; SameSite=Lax; Max-Age=0`);
  }
}
