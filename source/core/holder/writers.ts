/** Who may type. Users in the order in which they came; one of them is the writer as long as there is any. */
export type Writers<Client> = {readonly users: readonly Client[]; readonly writer: Client | undefined};

export const noWriters: Writers<never> = {users: [], writer: undefined};

/** A user who comes while nobody types gets the keyboard; otherwise it has to take it. */
export function userCame<Client>(writers: Writers<Client>, client: Client): Writers<Client> {
	return {users: [...writers.users, client], writer: writers.writer ?? client};
}

/** When the writer goes, the newest of the others follows. */
export function userLeft<Client>(writers: Writers<Client>, client: Client): Writers<Client> {
	const users = writers.users.filter(user => user !== client);
	return {users, writer: writers.writer === client ? users.at(-1) : writers.writer};
}

export function userTakes<Client>(writers: Writers<Client>, client: Client): Writers<Client> {
	return writers.users.includes(client) ? {...writers, writer: client} : writers;
}
