"""The walkthrough of discussions. Tests run what is shown."""

from typing import Final

DISCUSSION_SAMPLES: Final = {
    "waiting": """\
api GET '/discussions?isOpen=true&includeMessages=LastMessage&pageSize=100' > discussions.json
cat discussions.json
""",
    "choose": """\
DISCUSSION=$(pick 'answer["items"][0]["discussionId"]' < discussions.json)
""",
    "thread": """\
api GET "/discussions/$DISCUSSION" > thread.json
cat thread.json
""",
    "read": """\
for MESSAGE in $(pick '" ".join(one["messageId"] for one in answer["messages"] if not one["hasRead"])' < thread.json); do
  api PATCH "/messages/$MESSAGE" --header 'Content-Type: application/json' \\
    --data '[{"op": "replace", "path": "/hasRead", "value": true}]'
done
""",
    "write": """\
printf '%%PDF-1.4' > label.pdf
python3 > answer.json <<'END'
import base64, json

thread = json.load(open("thread.json"))
customer = next(one for one in thread["recipients"] if one["userType"] == "Customer")
label = base64.b64encode(open("label.pdf", "rb").read()).decode()
print(json.dumps({
    "discussionId": thread["discussionId"],
    "salesChannel": thread["salesChannel"],
    "receivers": [customer],
    "body": "Good morning, here is the label for the way back.",
    "attachments": [{"name": "label", "fileFormat": "pdf", "content": label}],
}))
END
""",
    "send": """\
MESSAGE=$(api POST /messages --header 'Content-Type: application/json' --data @answer.json |
  pick 'answer["messageId"]')
""",
    "again": """\
api POST /messages --header 'Content-Type: application/json' --data @answer.json
""",
    "files": """\
api GET "/attachments?messageId=$MESSAGE"
""",
    "close": """\
api PATCH "/discussions/$DISCUSSION" --header 'Content-Type: application/json' \\
  --data '[{"op": "replace", "path": "/isOpen", "value": false}]'
api GET "/discussions/$DISCUSSION" | pick 'answer["status"], answer["isOpen"]'
""",
    "reopen": """\
api PATCH "/discussions/$DISCUSSION" --header 'Content-Type: application/json' \\
  --data '[{"op": "replace", "path": "/isOpen", "value": true}]'
""",
}
