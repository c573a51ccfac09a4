export const serviceIdPattern = /^[a-z\d][a-z\d_-]{0,31}$/;

/** It is the name of folders and files too. */
export function isServiceId(text: string): boolean {
	return serviceIdPattern.test(text);
}
