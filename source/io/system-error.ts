const words: Readonly<Record<string, string>> = {
	ENOSPC: 'the disk is full',
	EDQUOT: 'the quota of the disk is used up',
	EROFS: 'the file system is read-only',
	EACCES: 'permission denied',
	EPERM: 'permission denied',
	EIO: 'the disk reports an error',
	ENOTDIR: 'a file is in the way',
	EEXIST: 'a file is in the way',
	EISDIR: 'a folder is in the way',
	ENAMETOOLONG: 'its path is too long',
};

/** What the system refused, for people. */
export function wordsOfSystemError(error: unknown): string {
	const {code, message} = error as NodeJS.ErrnoException;
	return words[code ?? ''] ?? message;
}
