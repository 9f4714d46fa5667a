"""A small program that uses twelve operations of the OpenAI API. It is read, not run."""

import sys

from dynaclient import OpenAI

client = OpenAI()
CHAT = "createChatCompletion"


def answer(question: str) -> str:
    """One answer, with the probabilities of its tokens."""
    reply = client.call(CHAT, model="gpt-4o", messages=[{"role": "user", "content": question}], top_logprobs=3)
    return reply["choices"][0]["message"]["content"]


def embed(text: str) -> list[float]:
    """The embedding of a text."""
    return client.createEmbedding(model="text-embedding-3-small", input=text)["data"][0]["embedding"]


def draw(prompt: str) -> str:
    """The address of a picture."""
    return client.create_image(prompt=prompt, size="1024x1024", n=1)["data"][0]["url"]


def transcribe(path: str) -> float:
    """The seconds of a recording."""
    patient = client.with_options(timeout=300)
    params = {"model": "whisper-1", "response_format": "verbose_json", "timestamp_granularities[]": ["word"]}
    return float(patient.call("createTranscription", params, file=path)["duration"])


class Conversation:
    """A thread with an assistant."""

    def __init__(self, api: OpenAI, name: str) -> None:
        self.api = api
        self.assistant = api.createAssistant(model="gpt-4o", name=name, metadata={"version": 3})["id"]
        self.thread = api.createThread()["id"]

    def say(self, text: str) -> str:
        """Send a message, run the assistant, and wait."""
        self.api.createMessage(thread_id=self.thread, role="user", content=text)
        run = self.api.createRun(thread_id=self.thread, assistant_id=self.assistant, tool_choice=None)
        done = self.api.poll("getRun", thread_id=self.thread, run_id=run["id"], until="status")
        return done["status"]


def store(paths: list[str]) -> str:
    """A vector store with the files that are there already."""
    known = [file["id"] for file in client.paginate("listFiles", purpose="assistants") if file["filename"] in paths]
    return client.createVectorStore(name="files", file_ids=known)["id"]


def main(models=client.listModels) -> None:
    """The models, and a conversation."""
    names = [model["id"] for model in models()["data"]]
    sys.stdout.write(f"{names}\n{Conversation(client, 'helper').say(sys.argv[1])}\n")
