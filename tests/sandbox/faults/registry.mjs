import { alteredFaults } from './altered.mjs';
import { callbackFaults } from './callback.mjs';
import { endpointFaults } from './endpoints.mjs';
import { sourceFaults } from './sources.mjs';
import { taxFaults } from './taxes.mjs';
import { tokenFaults } from './tokens.mjs';
import { townTokenFaults } from './town-token.mjs';
import { endpointOf } from '../sources/ids.mjs';

/**
 * Everything that can be made to go wrong. An entry is `{name, where, what, effects, times}`: `where` and
 * `what` are for people, `effects` maps the places of the code where the fault strikes to what it does there, and
 * `times`, where present, is how often it strikes unless told otherwise.
 */
export const CATALOGUE = [...tokenFaults, ...endpointFaults, ...callbackFaults, ...sourceFaults, ...alteredFaults, ...townTokenFaults, ...taxFaults];

/** Places of a source: a fault that strikes there, and there only, may be kept for one of them. */
const SOURCE_PLACES = new Set(['source', 'source_answer', 'catalogue']);

const SLOW_MILLIS = 30_000;
const BY_NAME = new Map(CATALOGUE.map((fault) => [fault.name, fault]));

/** A request names a fault that does not exist, or gives it an option that means nothing. */
export class UnknownFaultError extends Error {}

/** The faults in force in one sandbox. */
export class Faults {
  #active = [];

  /**
   * Replaces the faults in force. Each request is a name, or `{name, times, delay_ms, source}`: `times` limits how often it
   * strikes, `delay_ms` says how long a slow one takes, `source` names the only source it strikes.
   * Throws `UnknownFaultError` and changes nothing when one of them is not understood.
   */
  set(requests) {
    this.#active = requests.map(readRequest);
  }

  reset() {
    this.#active = [];
  }

  /** The effects that strike at one place, of one `source` if it is theirs, now. Taking them uses up one of their `times`. */
  take(place, source = undefined) {
    const struck = this.#active.filter((entry) => entry.left > 0 && place in entry.fault.effects && [undefined, source].includes(entry.endpoint));
    return struck.map((entry) => {
      entry.left -= 1;
      const effect = entry.fault.effects[place];
      return (...args) => effect(...args, entry.options);
    });
  }

  /** The whole catalogue, with what is in force: the answer of the control endpoint. */
  toJSON() {
    const active = new Set(this.#active.filter(({ left }) => left > 0).map(({ fault }) => fault.name));
    return CATALOGUE.map(({ name, where, what }) => ({ name, where, what, active: active.has(name) }));
  }
}

function readRequest(request) {
  const { name, ...settings } = typeof request === 'string' ? { name: request } : request;
  const fault = BY_NAME.get(name);
  const { times = fault?.times ?? Infinity, delay_ms: delayMillis = SLOW_MILLIS, source, ...rest } = settings;
  const isUnderstood = fault && isCount(times) && isCount(delayMillis) && isTarget(fault, source) && Object.keys(rest).length === 0;
  if (!isUnderstood) throw new UnknownFaultError(`panne inconnue ou mal réglée : ${String(name)}`);
  return { fault, left: times, endpoint: source && endpointOf(source), options: { delayMillis } };
}

function isTarget(fault, source) {
  if (source === undefined) return true;
  return endpointOf(source) !== undefined && Object.keys(fault.effects).every((place) => SOURCE_PLACES.has(place));
}

function isCount(value) {
  return value === Infinity || (Number.isInteger(value) && value >= 0);
}
