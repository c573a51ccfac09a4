import type {Client, Request} from './clients.js';

/** Who may ask for what. */
export function isAllowed({role, protocol}: Pick<Client, 'role' | 'protocol'>, {type, isWriter, hasWriter}: {readonly type: Request['type']; readonly isWriter: boolean; readonly hasWriter: boolean}): boolean {
	switch (type) {
		case 'attach':
		case 'pace': {
			return role !== 'probe';
		}

		case 'ack': {
			return role === 'daemon' || protocol > 1;
		}

		case 'resize': {
			return isWriter || (role === 'daemon' && !hasWriter);
		}

		case 'stop':
		case 'signal':
		case 'close': {
			return role === 'daemon' || role === 'user' || role === 'sender';
		}

		default: {
			const never: never = type;
			return never;
		}
	}
}
