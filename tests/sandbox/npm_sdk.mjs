// What the npm SDK of OpenAI makes of the sandbox: prints one JSON object, task -> what came of it. Run with the URL.
import { createRequire } from "node:module";

const require = createRequire(`${process.cwd()}/`);
const { default: OpenAI, toFile } = await import(require.resolve("openai"));
const client = new OpenAI({ baseURL: process.argv[2], apiKey: "sandbox", maxRetries: 0 });
const found = {};

async function task(name, run) {
  try {
    found[name] = await run();
  } catch (error) {
    found[name] = `${error.name}: ${error.message}`;
  }
}

const messages = [{ role: "user", content: "When is lunch?" }];

await task("chat", async () => {
  const done = await client.chat.completions.create({ model: "gpt-4o", messages });
  return { text: done.choices[0].message.content, role: done.choices[0].message.role, usage: done.usage.total_tokens };
});
await task("stream", async () => {
  const stream = await client.chat.completions.create({ model: "gpt-4o", messages, stream: true });
  let text = "";
  let chunks = 0;
  for await (const chunk of stream) {
    chunks += 1;
    text += chunk.choices[0]?.delta?.content ?? "";
  }
  return { text, chunks };
});
await task("run stream", async () => {
  const assistant = await client.beta.assistants.create({ model: "gpt-4o" });
  const thread = await client.beta.threads.create({ messages });
  const events = [];
  let text = "";
  const run = client.beta.threads.runs
    .stream(thread.id, { assistant_id: assistant.id })
    .on("event", ({ event }) => events.push(event))
    .on("textDelta", (delta) => (text += delta.value ?? ""));
  const final = await run.finalRun();
  const kept = await client.beta.threads.messages.list(thread.id);
  return { status: final.status, events, text, kept: kept.data[0].content[0].text.value };
});
await task("embeddings", async () => {
  const done = await client.embeddings.create({ model: "text-embedding-3-small", input: ["a", "b"], dimensions: 12 });
  return done.data.map((item) => item.embedding.length);
});
await task("file content", async () => {
  const file = await client.files.create({ file: await toFile(Buffer.from("one\ntwo\n"), "a.txt"), purpose: "assistants" });
  const content = await client.files.content(file.id);
  return { text: await content.text(), bytes: file.bytes, name: file.filename };
});
await task("not found", async () => {
  try {
    await client.files.retrieve("file-none");
  } catch (error) {
    return [error.constructor.name, error.status];
  }
  return "no error";
});

console.log(JSON.stringify(found));
