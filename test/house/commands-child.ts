/** Runs commands of the command line one after the other in one process, as many pages name many of them; answers each with what came of it. */
import { runCli } from '../../src/cli.ts';

process.on('message', (args: string[]) => {
  const said = { stdout: '', stderr: '' };
  const output = {
    print: (text: string) => void (said.stdout += `${text}\n`),
    complain: (text: string) => void (said.stderr += `${text}\n`),
  };
  void runCli(args, output).then((code) => process.send?.({ code, ...said }));
});
process.send?.({ ready: true });
