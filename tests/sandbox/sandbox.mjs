import { Calls } from './calls.mjs';
import { Faults } from './faults/registry.mjs';
import { makeForms } from './forms/server.mjs';
import { makeFranceConnect } from './franceconnect/server.mjs';
import { close, listen } from './http.mjs';
import { loadIdentities } from './identities/load.mjs';
import { Last } from './last.mjs';
import { Delays } from './sources/delays.mjs';
import { Limits } from './sources/limits.mjs';
import { JWKS_PATH, makeSources } from './sources/server.mjs';

/**
 * Starts FranceConnect, the sources and the town's forms in this process.
 * Returns their ports, the shared switches and counts, and `stop()`.
 */
export async function startSandbox(settings) {
  const shared = { edgeOrigin: settings.edgeOrigin, identities: await loadIdentities(), faults: new Faults(), calls: new Calls() };
  const franceconnect = await bind(settings.franceconnectPort);
  const sources = await bind(settings.sourcesPort);
  const forms = await bind(settings.formsPort);
  // Ports are known before anything is built, because the issuer and the addresses of each other hold them.
  const franceconnectBase = `http://127.0.0.1:${franceconnect.port}/api/v2`;
  const dataProviderJwksUri = `http://127.0.0.1:${sources.port}${JWKS_PATH}`;
  const { handler, issuer } = await makeFranceConnect({ ...shared, port: franceconnect.port, dataProviderJwksUri });
  franceconnect.use(handler);
  const last = new Last();
  const delays = new Delays({ all: settings.delayMillis, bySource: settings.sourceDelays });
  const limits = new Limits(settings.limits);
  const { tokenLifetimeSecs } = settings;
  sources.use((await makeSources({ ...shared, franceconnectBase, last, delays, limits, tokenLifetimeSecs })).handler);
  forms.use(makeForms({ ...shared, examples: settings.examples, bundles: settings.bundles }).handler);
  const ports = { franceconnect: franceconnect.port, sources: sources.port, forms: forms.port };
  const stop = () => Promise.all([franceconnect, sources, forms].map(({ server }) => close(server)));
  return { ...shared, last, delays, limits, ports, issuer, franceconnectBase, stop };
}

/** Binds a port now; the handler comes later, and requests wait for it. */
async function bind(port) {
  let use;
  const ready = new Promise((resolve) => {
    use = resolve;
  });
  const server = await listen(async (req, res) => (await ready)(req, res), port);
  return { server, port: server.address().port, use };
}
