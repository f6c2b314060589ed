// Entry of the edge on workerd and on Cloudflare: carries calls of the runtime into the wasm
// instance, and replaces that instance after a panic.

import { DurableObject, WorkerEntrypoint } from "cloudflare:workers";
import * as edge from "./index.js";

export { check_start } from "./index.js";

const state = edge.__worker_init_state();

// A trapped instance is never entered again: what it held in memory may be half written.
function renew() {
  if (!state.criticalError) return;
  edge.__wbg_reset_state();
  state.criticalError = false;
  state.instanceId += 1;
}

function remember(error) {
  if (error instanceof WebAssembly.RuntimeError) state.criticalError = true;
}

addEventListener("error", (event) => remember(event.error));

async function watched(call) {
  try {
    return await call();
  } catch (error) {
    remember(error);
    throw error;
  }
}

export default class extends WorkerEntrypoint {
  fetch(request) {
    renew();
    return watched(() => edge.fetch(request, this.env, this.ctx));
  }
}

// An object of the edge, which is written in Rust.
function carried(make) {
  return class extends DurableObject {
    #object;
    #instance;

    fetch(request) {
      return watched(() => this.#current().fetch(request));
    }

    alarm() {
      return watched(() => this.#current().alarm());
    }

    // The object of a replaced instance points into memory that is gone.
    #current() {
      renew();
      if (this.#instance !== state.instanceId) {
        this.#object = make(this.ctx, this.env);
        this.#instance = state.instanceId;
      }
      return this.#object;
    }
  };
}

export const FlowGuard = carried((context, env) => new edge.FlowGuard(context, env));
export const HabilitationStops = carried((context, env) => new edge.HabilitationStops(context, env));
