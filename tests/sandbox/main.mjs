// The sandbox on the command line: starts everything, or prints what it holds.

import { CATALOGUE } from './faults/registry.mjs';
import { loadIdentities } from './identities/load.mjs';
import { startSandbox } from './sandbox.mjs';
import { clientSecrets, townSecrets } from './secrets.mjs';
import { readSettings, VARIABLES } from './settings.mjs';

const HELP = `Bac à sable d’Une fois : un FranceConnect, des sources de données et les formulaires d’une ville.

  node main.mjs               démarre tout, écrit une ligne JSON quand tout est prêt, s’arrête sur SIGTERM ou Ctrl-C
  node main.mjs --fautes      écrit la liste des pannes que l’on peut déclencher
  node main.mjs --identites   écrit la liste des personnes d’essai
  node main.mjs --secrets     écrit en JSON les secrets que le service doit connaître, par nom
  node main.mjs --help        écrit cette aide

Variables d’environnement :
${VARIABLES.map(([name, what]) => `  ${name.padEnd(24)} ${what}`).join('\n')}

Commandes, sur le port des sources :
  GET|PUT|DELETE /__sandbox/faults     liste, choisit ou lève les pannes : {"faults": ["nom", {"name": "nom", "source": "rsa", "times": 1}]}
  la même adresse règle les limites : "limits": {"dgfip_per_minute": 3, "ban_secs": 60} ; DELETE lève aussi les bannissements
  GET|DELETE     /__sandbox/calls      nombre de requêtes reçues par point d’accès
  GET|DELETE     /__sandbox/last       dernière requête reçue par chaque source
  GET|PUT|DELETE /__sandbox/delays     durée propre à certaines sources : {"rsa": 500}
  GET            /__sandbox/identities les personnes d’essai
`;

const OPTIONS = { '--help': printHelp, '-h': printHelp, '--fautes': printFaults, '--identites': printIdentities, '--secrets': printSecrets };

await run(process.argv.slice(2));

async function run([option, ...rest]) {
  const action = option === undefined ? start : OPTIONS[option];
  if (!action || rest.length > 0) return fail(`Option inconnue : ${[option, ...rest].join(' ')}. Voir --help.`);
  return action();
}

function printHelp() {
  process.stdout.write(HELP);
}

function printFaults() {
  for (const { name, where, what } of CATALOGUE) process.stdout.write(`${name.padEnd(30)} ${where} : ${what}\n`);
}

async function printIdentities() {
  for (const { login, resume } of (await loadIdentities()).values()) process.stdout.write(`${login.padEnd(16)} ${resume}\n`);
}

/** `{"franceconnect": {client_id: secret}, "ville": {nom: secret}}`. */
function printSecrets() {
  const secrets = { franceconnect: Object.fromEntries(clientSecrets()), ville: Object.fromEntries(townSecrets()) };
  process.stdout.write(`${JSON.stringify(secrets)}\n`);
}

async function start() {
  const sandbox = await Promise.resolve().then(() => startSandbox(readSettings())).catch((error) => fail(explain(error)));
  for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => sandbox.stop().then(() => process.exit(0)));
  process.stdout.write(`${JSON.stringify({ ready: true, ...sandbox.ports })}\n`);
}

function explain(error) {
  return error.code === 'EADDRINUSE' ? `Le port ${error.port} est déjà pris.` : error.message;
}

function fail(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}
