// An agent written with @stomp/stompjs, as its own documentation shows how to use it: takes commands, answers each with
// one varbind, and acknowledges. Says on standard output what it saw. The token comes by the environment.
import { Client } from '@stomp/stompjs';
import { WebSocket } from 'ws';

Object.assign(globalThis, { WebSocket });

const [url, agent] = process.argv.slice(2);

const client = new Client({
    brokerURL: url,
    connectHeaders: { login: agent, passcode: process.env.AGENT_TOKEN },
    reconnectDelay: 0,
    onConnect: (frame) => {
        console.log(`CONNECTED ${frame.headers.version}`);
        client.subscribe(`commands.${agent}.interactive`, answer, { ack: 'client-individual' });
    },
    onStompError: (frame) => {
        console.log(`ERROR ${frame.headers.code}: ${frame.headers.message}`);
        process.exit(1);
    },
});

function answer(message) {
    const command = message.headers['correlation-id'];
    console.log(`COMMAND ${command} ${JSON.parse(message.body).command}`);
    client.watchForReceipt(`outcome-${command}`, () => {
        console.log(`RECEIPT outcome-${command}`);
        client.watchForReceipt(`ack-${command}`, () => console.log(`RECEIPT ack-${command}`));
        message.ack({ receipt: `ack-${command}` });
    });
    const varbind = { oid: '1.3.6.1.2.1.1.5.0', type: 'OctetString', hex: '73746f6d70' };
    client.publish({
        destination: message.headers['reply-to'],
        headers: {
            'correlation-id': command,
            'content-type': 'application/json',
            persistent: 'true',
            receipt: `outcome-${command}`,
        },
        body: JSON.stringify({
            outcome: 'completed',
            command,
            waited_millis: 0,
            ran_millis: 0,
            reply: { type: 'varbinds', varbinds: [varbind] },
        }),
    });
}

client.activate();
