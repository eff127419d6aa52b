// The file's own process goes with the runner, too.
import './die-with-parent.ts';
import { TestRunner, afterAll, onTestFinished } from 'vitest';
import { removeTemporaryFolders } from './folders.ts';
import { killAllProcesses, onProcessStarted } from './processes.ts';

onProcessStarted((started) => {
  if (TestRunner.getCurrentTest() !== undefined) onTestFinished(async () => void (await started.kill()));
});

afterAll(async () => {
  await killAllProcesses();
  await removeTemporaryFolders();
});
