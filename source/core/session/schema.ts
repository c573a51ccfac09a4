import * as z from 'zod';
import type {JournalEntry} from './journal.js';
import type {Session, SessionId} from './session.js';

const exit = z.discriminatedUnion('type', [
	z.strictObject({type: z.literal('code'), code: z.int()}),
	z.strictObject({type: z.literal('signal'), signal: z.string()}),
]);

const loss = z.enum(['holder-gone', 'shutdown', 'reboot']);
const proof = z.enum(['exit-hint', 'header', 'assigned', 'process']);

const status = z.discriminatedUnion('status', [
	z.strictObject({status: z.literal('starting'), since: z.number()}),
	z.strictObject({status: z.literal('live'), pid: z.int(), since: z.number()}),
	z.strictObject({status: z.literal('exited'), at: z.number(), exit: exit.optional(), stopped: z.boolean().optional()}),
	z.strictObject({status: z.literal('crashed'), exit, at: z.number(), reason: z.string().optional()}),
	z.strictObject({status: z.literal('host-lost'), at: z.number(), why: loss.optional()}),
	z.strictObject({status: z.literal('closed'), at: z.number()}),
]);

/** What holds for one launch only, as it is kept. */
export const launchSettingsSchema = z.strictObject({
	roles: z.strictObject({BIG: z.string(), MIDDLE: z.string(), SMALL: z.string(), FALLBACK: z.string()}).partial().optional(),
	provider: z.string().optional(),
	cascade: z.union([z.literal('off'), z.array(z.string())]).optional(),
	compression: z.literal('off').optional(),
	model: z.string().optional(),
});

/** How a session can be started again, as it is kept and as it travels. */
export const recipeSchema = z.strictObject({
	code: z.string().optional(),
	agent: z.string().optional(),
	route: z.enum(['p', 'b', 'd']).optional(),
	credential: z.enum(['own-login', 'gateway-key', 'none']),
	profile: z.string().optional(),
	model: z.string().optional(),
	conversation: z.string().optional(),
	proof: proof.optional(),
	file: z.string(),
	shownArgs: z.array(z.string()),
	args: z.array(z.string()).optional(),
	withheld: z.boolean().optional(),
	ask: z.boolean().optional(),
	settings: launchSettingsSchema.optional(),
	environment: z.record(z.string(), z.string()).optional(),
});

const relaunches = z.strictObject({count: z.int().min(0), last: z.number(), parked: z.string().optional()});

const session = z.strictObject({
	id: z.string().min(1),
	name: z.string(),
	title: z.string(),
	cwd: z.string(),
	recipe: recipeSchema,
	demo: z.boolean(),
	state: status,
	activity: z.enum(['working', 'blocked', 'done', 'idle', 'error', 'unknown']),
	message: z.string().optional(),
	activitySince: z.number().optional(),
	createdAt: z.number(),
	relaunches: relaunches.optional(),
	spoke: z.boolean().optional(),
});

/** More than were ever counted, and so few that every later one is a whole number still. */
const largestSequence = 2 ** 50;

const head = {sequence: z.int().min(1).max(largestSequence), at: z.number()};
const id = z.string().min(1);

const entry = z.discriminatedUnion('type', [
	z.strictObject({...head, type: z.literal('created'), session}),
	z.strictObject({...head, type: z.literal('renamed'), id, name: z.string()}),
	z.strictObject({...head, type: z.literal('conversation'), id, conversation: z.string(), proof: proof.optional()}),
	z.strictObject({...head, type: z.literal('spoke'), id}),
	z.strictObject({...head, type: z.literal('started'), id, pid: z.int()}),
	z.strictObject({...head, type: z.literal('restarted'), id, recipe: recipeSchema, relaunches: relaunches.optional()}),
	z.strictObject({...head, type: z.literal('parked'), id, relaunches}),
	z.strictObject({...head, type: z.literal('ended'), id, exit, stopped: z.boolean().optional(), reason: z.string().optional()}),
	z.strictObject({...head, type: z.literal('host-lost'), id, why: loss.optional()}),
	z.strictObject({...head, type: z.literal('closed'), id}),
	z.strictObject({...head, type: z.literal('expired'), id}),
	z.strictObject({...head, type: z.literal('boot'), boot: z.string()}),
]);

const snapshot = z.strictObject({sequence: z.int().min(0).max(largestSequence), sessions: z.array(session), gone: z.array(id).optional(), boot: z.string().optional()});

export type ManifestSnapshot = {
	readonly sequence: number;
	readonly sessions: readonly Session[];
	/** Who left, the newest last: the fact itself may be written nowhere else, and an older generation still knows them. */
	readonly gone?: readonly SessionId[] | undefined;
	readonly boot?: string | undefined;
};

export function readEntry(value: unknown): JournalEntry | undefined {
	const read = entry.safeParse(value);
	return read.success ? read.data as JournalEntry : undefined;
}

export function readSnapshot(value: unknown): ManifestSnapshot | undefined {
	const read = snapshot.safeParse(value);
	return read.success ? read.data as ManifestSnapshot : undefined;
}
