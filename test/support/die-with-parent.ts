/** Loaded into every process that a run starts: when the one who started it is gone, however that went, the process is gone too. */
process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'));
