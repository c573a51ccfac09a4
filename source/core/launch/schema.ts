import * as z from 'zod';
import {launchSettingsSchema, recipeSchema} from '../session/schema.js';
import type {LaunchRecord} from './record.js';

const record = z.strictObject({
	version: z.literal(1),
	session: z.string().min(1),
	name: z.string(),
	title: z.string(),
	cwd: z.string(),
	recipe: recipeSchema,
	at: z.number(),
	process: z.strictObject({pid: z.int().positive(), startTime: z.string()}).optional(),
	settings: launchSettingsSchema,
});

/** A launch record as it was written, or undefined where the text is none: cut off, or of another version. */
export function readLaunchRecord(text: string): LaunchRecord | undefined {
	try {
		const parsed = record.safeParse(JSON.parse(text));
		return parsed.success ? parsed.data as LaunchRecord : undefined;
	} catch {
		// No JSON: as good as no record.
		return undefined;
	}
}
