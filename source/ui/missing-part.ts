/**
Whether a part of the program that is loaded when it is first needed is gone: another version was installed, or built, under this window. What is loaded already goes on.
*/
export function isMissingPart(error: unknown): boolean {
	return error instanceof Error && (error as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND';
}

export const missingPart = 'Clutch was updated under this window, and a part of it is not there any more: leave with Q and open it again. Sessions go on.';
