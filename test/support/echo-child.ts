/** Says that it is ready, tells who its Node is, and sends back what it is sent. */
process.stdout.write('a line for people\n');
process.stdout.write(`${JSON.stringify({ ready: true, node: process.version, home: process.env['SECRET_OF_THE_RUNNER'] ?? null })}\n`);
process.on('message', (message) => process.send?.({ echo: message }));
