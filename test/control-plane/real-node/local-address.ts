/** Gives this machine an address that no other machine reaches, and that is not on the loopback network. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface LocalAddress {
  remove(): Promise<void>;
}

/** @returns why the machine does not take it, where it does not. */
export async function addAddress(address: string): Promise<LocalAddress | { readonly missing: string }> {
  const change = (what: 'add' | 'del') => run('ip', ['addr', what, `${address}/32`, 'dev', 'lo']);
  try {
    await change('add');
  } catch (error) {
    const said = String((error as { stderr?: string }).stderr || error).trim();
    return {
      missing: `the kubelet needs an address beside the loopback (ip addr add ${address}/32 dev lo: ${said})`,
    };
  }
  return {
    async remove() {
      await change('del');
    },
  };
}
