"""What words have to do with one another, and with methods: the trade's words, and those of people who do not know it.

Tables only. A line relates each of its words to every other; `word: others` relates the word to the others alone, as
what people say for what the trade calls otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator

from .words import stem

_SAME_THING, _MEANS = 0.5, 0.4
"""How much a match of a related word counts."""

_SAME = """
create add make new insert register generate build
delete remove destroy drop erase purge discard prune clear
update change edit modify patch replace alter adjust
set update configure
list all every browse index
get read fetch retrieve show view inspect describe info
search find look query lookup
upload import put
download export content
send post publish submit deliver
run execute exec launch perform invoke trigger
stop cancel abort end halt terminate
kill terminate
start begin launch
restart reboot reload
pause suspend hold
resume continue unpause
copy duplicate clone fork
move transfer migrate
lock protect restrict
block ban deny
unlock unblock unban
approve accept confirm
reject decline deny refuse
enable activate
disable deactivate suspend
verify validate check test
archive close
attach connect link join
detach disconnect unlink leave
user member person people account profile
customer client buyer account
company organization organisation org workspace
team group
key token secret credential
password credential auth
login auth authentication session oauth sign
permission role access right scope policy
invite invitation
message post
comment reply note
chat conversation message thread
channel room conversation
picture image photo
avatar icon image
video clip movie
audio sound speech voice
song track music
playlist mix
record album
file document attachment
folder directory
disk volume storage
machine server node host computer instance droplet vm
log output event
metric statistic stat usage
cpu processor load
memory ram
network vpc
address url
ip address
domain dns
version release tag
repository repo project
issue bug ticket problem
pull merge
label tag
star favorite favourite like bookmark
subscription subscribe follow
notification alert notify
webhook hook callback
schedule scheduled cron
payment charge pay intent
refund reimburse return
invoice bill
price cost amount fee
balance fund
payout withdraw
coupon discount promotion voucher
tax vat
order purchase
product item
shipment shipping delivery
country region location
language locale
setting config configuration preference option
status state progress
job task batch
limit quota rate
response answer reply completion
tune train training
transcription transcribe caption subtitle
picture drawing
emoji reaction
pin sticky
presence status
reminder remind
database db
cluster swarm
backup snapshot
certificate ssl tls
deployment deploy rollout
scale replica resize
namespace area
email mail
phone telephone
calendar event
report summary
feedback rating review
crd custom resource definition
crypt encrypt
"""

_MEANT = """
say: message post send speech
tell: message notify alert webhook send
write: message create post comment
hear: audio transcription
listen: play playback listen
louder: volume
quiet: pause mute volume
aloud: speech audio
draw: image generate
paint: image
read: get content
watch: follow subscribe event
warn: alert notification
forget: reminder delete
remember: save star memory
keep: save store pin
love: save star like reaction
like: star save favorite reaction similar
thumb: reaction emoji
heart: reaction emoji
friend: user member collaborator follow invite
colleague: user member collaborator
boss: owner admin
moderator: role admin
rank: role
throw: delete remove kick ban
kick: remove member
out: remove kick leave
away: delete presence remove
rid: delete remove
broken: failed delete restart
mistake: void delete cancel
wrong: update edit
typo: update edit
never: ban block cancel
mute: timeout suppress
silence: mute snooze
disturb: dnd snooze mute notification
stop: cancel pause
overnight: batch
big: batch large size
turn: set enable disable
off: disable power stop
rent: create
buy: purchase order create checkout
sell: product price
owe: balance invoice
spend: cost usage spend
spent: cost usage
earn: balance payout
money: balance payment payout cost amount refund
euro: payment amount
dollar: payment amount
month: subscription recurring monthly usage
give: add assign create transfer
back: restore return refund rollback
complain: dispute
proof: evidence dispute
fraud: dispute radar warning
bank: payout bank
card: payment card
shop: checkout product
page: checkout site session page
tip: payment
busy: cpu load metric
slow: metric latency load
fast: tempo speed metric
full: disk usage
space: disk usage storage size
free: available
eat: usage stat
up: status uptime start
down: status uptime health maintenance
alive: ping health
healthy: health status check
online: presence status
desk: presence
sleep: pause suspend
wake: start resume
open: create unlock
shut: close stop
inside: exec content
shell: exec
command: exec run command
printed: log
wrote: log message
happened: event log history audit
who: user member audit owner
changed: audit diff update
yesterday: history backup
before: history previous
recent: recently latest history
now: current status
current: currently
this: current
latest: new latest recent
newest: latest new
next: upcoming next skip
similar: related recommend
sound: related audio
suggest: recommend recommendation
popular: top popular featured
best: top
random: shuffle
copies: replica scale copy
several: scale multiple bulk
many: count total scale
count: total number statistic
more: scale add
less: scale remove
bigger: resize size scale
instead: update replace scale
number: count total embedding
compare: diff compare embedding
differ: compare diff
difference: compare diff
propose: pull request create
review: approve review
took: duration
picture: image photo cover
photo: image cover avatar
screenshot: image
paper: pdf document
pdf: document file
accountant: invoice pdf
print: pdf log
zip: archive download
whole: archive all
everything: all bulk
everybody: channel broadcast all member
everyone: channel all member
site: page server domain
web: http url site
port: firewall forward
laptop: key ssh forward
reach: forward connect proxy
internet: registry public pull
plug: attach
store: save create upload storage
storage: volume bucket
table: database
somewhere: create
where: location search list
function: code function
work: task time contributor
measure: time metric stopwatch
plan: schedule event
party: event
tomorrow: schedule
later: schedule
morning: schedule recently
urgent: label priority
important: pin star priority
title: rename name update title
name: rename name
job: profile job
account: user create
newcomer: invite onboarding
rule: policy rule protection
nobody: protect restrict private lock
private: visibility ephemeral
only: restrict ephemeral
directly: protection
secretly: ephemeral private
bring: invite import migrate
over: transfer migrate
teach: create train register
offensive: moderation
rude: moderation
shorten: compact summarize truncate
long: count duration length
sentence: text
paragraph: text
number: count
meaning: embedding
picture: image
clip: video
film: video
voice: speech audio
recording: audio transcription
box: container
instance: pod container server
program: container application pod app
application: app deployment
software: version
computer: node server machine
kind: type definition
object: resource
step: history event
layer: history
label: tag label
topic: topic tag
news: release new
week: new recent
"""

_ASKED_BY = """
post: create add make new insert register generate upload send post submit publish start run execute invite open build
post: draw write import give put rent plan schedule
delete: delete remove destroy drop erase purge discard rid unfollow unsubscribe revoke kick throw leave clear
patch: update change edit modify patch rename alter adjust fix set turn enable disable mark scale
put: update change edit modify put replace set rename save store keep follow star
get: get read fetch retrieve show view see list find search look browse download which who count describe inspect status
"""

_ONE = "get read fetch retrieve show view describe inspect"

_MANY = "list all every browse search find which"

_GENERAL = """
get make put give take show see let want need use set go come bring tell say do create add new update change delete
remove list find read write send start stop run open look keep
"""


def _stems(words: str) -> frozenset[str]:
    return frozenset(map(stem, words.split()))


ONE = _stems(_ONE)
"""Verbs that ask for one thing, by its id."""

MANY = _stems(_MANY)
"""Verbs that ask for a collection."""

GENERAL = _stems(_GENERAL)
"""Verbs that so many operations share that where they are says little."""


def _lines(table: str) -> Iterator[tuple[str, str]]:
    """(word before the colon, words after it) of each line."""
    for line in table.strip().splitlines():
        word, _, others = line.partition(":")
        yield word, others


def _related() -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    for line in _SAME.strip().splitlines():
        stems = [stem(word) for word in line.split()]
        for one in stems:
            for other in stems:
                if other != one:
                    found.setdefault(one, {})[other] = _SAME_THING
    for word, others in _lines(_MEANT):
        for other in others.split():
            if stem(other) != stem(word):
                found.setdefault(stem(word), {}).setdefault(stem(other), _MEANS)
    return found


RELATED = _related()
"""Stem → stem of a related word → how much a match of it counts, from 0 to 1."""

METHODS = {
    method: frozenset(word for name, words in _lines(_ASKED_BY) if name == method for word in _stems(words))
    for method in ("get", "post", "put", "patch", "delete")
}
"""Method → stems of the verbs that ask for it."""
