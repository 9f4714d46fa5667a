"""The publisher's own SDK: types for the editor, values unchecked."""

import openai


def connect(base_url, document):
    client = openai.OpenAI(api_key="sk-test", base_url=base_url, max_retries=0)

    def call(operation_id, method, path, body):
        if operation_id == "listModels":
            return client.models.list()
        if operation_id == "createEmbedding":
            return client.embeddings.create(**body, encoding_format="float")
        return client.chat.completions.create(**body)

    return call
