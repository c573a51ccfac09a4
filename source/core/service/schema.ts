import * as z from 'zod';
import {serviceIdPattern} from './id.js';

const seconds = z.number().positive().max(86_400);
/** The system ends arguments, variables and paths at the first of them. */
const hasNoNul = (text: string) => !text.includes('\0');
const withoutNul = {error: String.raw`text without the character \u0000`};
const word = z.string().refine(hasNoNul, withoutNul);
const argv = z.array(z.string().min(1).refine(hasNoNul, withoutNul)).min(1);
const variable = z.string().regex(/^[A-Za-z_]\w*$/, {error: 'a name of letters, digits and _, no digit first'});

/** Its id names its log, its socket and its folder. */
const id = z.string().regex(serviceIdPattern, {error: 'a name of small letters, digits, - and _, 32 at most'});

const pattern = z.string().min(1).refine(text => isPattern(text), {error: 'a regular expression'});

const checks = ['http', 'tcp', 'exec', 'log'] as const;

const probeKeys = {
	http: z.string().regex(/^\//, {error: 'a path such as /health'}).optional().describe('A path below its address that has to be answered with 200'),
	tcp: z.literal(true).optional().describe('Its port takes connections'),
	exec: argv.optional().describe('A command that has to end with code 0'),
	log: pattern.optional().describe('It has printed a line that matches this regular expression'),
	every_seconds: seconds.optional(),
	deadline_seconds: seconds.optional(),
	failures: z.int().positive().optional().describe('So many in a row count'),
};

const exactlyOne = {error: `an object with one of ${checks.join(', ')}`};
const hasOneCheck = (probe: Readonly<Partial<Record<typeof checks[number], unknown>>>) => checks.filter(name => probe[name] !== undefined).length === 1;
const probe = z.strictObject(probeKeys).refine(hasOneCheck, exactlyOne);
const startupProbe = z.strictObject({...probeKeys, grace_seconds: seconds.optional().describe('How long it may take to start')}).refine(hasOneCheck, exactlyOne);

/** A row of the config's `services`: what it says of a service that Clutch knows, or a service of the user's own. */
const service = z.strictObject({
	enabled: z.boolean().optional().describe('Whether it is started by `up` without being named'),
	title: z.string().min(1).optional().describe('What it is called on screen'),
	argv: argv.optional().describe('The program and its arguments'),
	args: z.array(word).optional().describe('Arguments added behind those of argv'),
	env: z.record(variable, word).optional().describe('Its environment beyond that of clutchd'),
	cwd: z.string().min(1).refine(hasNoNul, withoutNul).optional().describe('Its folder; else one of its own below the state directory'),
	port: z.int().min(0).max(65_535).optional().describe('Where it listens, {port} in argv and env; 0 picks a free one'),
	port_variable: variable.optional().describe('The variable that tells it its port'),
	depends_on: z.record(id, z.enum(['started', 'healthy', 'completed'])).optional().describe('What has to be there before it starts'),
	startup: startupProbe.optional().describe('Until it succeeds the service is starting'),
	readiness: probe.optional().describe('While it fails the service is unhealthy'),
	liveness: probe.optional().describe('When it fails the service is started again'),
	restart: z.enum(['always', 'on-failure', 'never']).optional(),
	stop: z.array(z.strictObject({
		signal: z.enum(['SIGTERM', 'SIGINT', 'SIGQUIT', 'SIGHUP']),
		wait_seconds: z.number().nonnegative().max(3600).optional(),
	})).min(1).optional().describe('How it is ended, one after the other; after the last one\'s time it is killed'),
	log: z.strictObject({
		megabytes: z.number().positive().max(1000).optional().describe('Size of one file'),
		files: z.int().min(1).max(100).optional().describe('Older ones kept, compressed'),
	}).optional(),
	only_when_installed: z.boolean().optional().describe('Where its program is not there, that is no failure'),
	version: z.strictObject({argv, pattern}).optional().describe('How it is asked for its version: the first group of the pattern'),
	mode: z.enum(['sidecar', 'chain']).optional().describe('Of headroom: asked by the gateway, or between the gateway and the providers'),
});

export const servicesSchema = z.record(id, service).describe('Services by their ids: gateway, headroom, cli-proxy, ollama, and your own');

export type ServiceRow = Readonly<z.output<typeof service>>;

export type ProbeRow = Readonly<z.output<typeof startupProbe>>;

/** How requests are made smaller before they are sent. */
export const compressionSchema = z.strictObject({
	headroom: z.enum(['auto', 'off']).optional().describe('Whether Headroom is asked where it runs'),
	deadline_ms: z.int().positive().max(60_000).optional().describe('How long it is waited for; after that a request goes as it is'),
	min_bytes: z.int().nonnegative().optional().describe('Smaller requests go as they are'),
});

function isPattern(text: string): boolean {
	try {
		return new RegExp(text) instanceof RegExp;
	} catch {
		return false;
	}
}
