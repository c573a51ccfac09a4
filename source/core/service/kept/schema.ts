import * as z from 'zod';
import type {KeptService} from '../kept.js';

const instant = z.number();
const exit = z.union([z.object({type: z.literal('code'), code: z.int()}), z.object({type: z.literal('signal'), signal: z.string()})]);
const port = z.int().min(0).max(65_535).optional();

/** What an earlier clutchd has written down about its services. */
const keptServices = z.record(z.string(), z.object({
	phase: z.discriminatedUnion('status', [
		z.object({status: z.enum(['wanted', 'unwanted'])}),
		z.object({status: z.literal('completed'), at: instant}),
		z.object({status: z.literal('parked'), last: exit.optional(), reason: z.string(), choices: z.array(z.string()), port}),
	]),
	failures: z.array(instant).max(100),
	inRow: z.int().nonnegative(),
	neverWell: z.int().nonnegative(),
	port,
	listened: port,
}));

/** Undefined for anything else than what we write. */
export function readKeptServices(value: unknown): Readonly<Record<string, KeptService>> | undefined {
	const read = keptServices.safeParse(value);
	return read.success ? read.data as Readonly<Record<string, KeptService>> : undefined;
}
