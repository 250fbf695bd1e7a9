"""The whole public URL map. Swedish path words live here and nowhere else."""

from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from associations.pages import (
    changes,
    claims,
    colleagues,
    confirm,
    documents,
    facts,
    invitations,
    mail_choices,
    post,
    presentation,
    rows,
)
from associations.pages import presentation_pictures as pictures
from cms import my_pages, open_data, views
from cms.health import health
from cms.media.views import rendition
from cms.public import DOCUMENT_VIEWS, PAGE_VIEWS, opened
from cms.rights import views as rights
from cms.users import factor_views as factors
from cms.users import views as users

# Some names are allauth's, which asks for them; the views are ours, or allauth's behind our doors.
sign_in = [
    path("", users.sign_in, name="account_login"),
    path("kod/", users.sign_in_code, name="sign_in_code"),
    path("losenord/", users.staff_password, name="staff_password"),
    path("passkey/", factors.passkey_sign_in, name="mfa_login_webauthn"),
    path("andra-steget/", factors.second_step, name="mfa_authenticate"),
    path("kommunen/", users.sso_start, name="sso_start"),
    path("kommunen/svar/", users.sso_callback, name="sso_callback"),
    path("avstangd/", users.inactive, name="account_inactive"),
    path("igen/", users.sign_in_again, name="sign_in_again"),
]
own_sign_in = [
    path("", users.index, name="mfa_index"),
    path("app/", factors.add_app, name="mfa_activate_totp"),
    path("app/ta-bort/", factors.remove_app, name="mfa_deactivate_totp"),
    path("passkey/", factors.add_passkey, name="mfa_add_webauthn"),
    path("passkey/<int:pk>/ta-bort/", factors.remove_passkey, name="mfa_remove_webauthn"),
    path("koder/", users.recovery_codes, name="mfa_view_recovery_codes"),
]

# For those who act for the association: `associations.pages.base.own_page`.
own_colleagues = [
    path("", colleagues.colleagues, name="my_colleagues"),
    path("bjud-in/", colleagues.invite, name="invite_colleague"),
    path("inbjudan/<int:pk>/ta-tillbaka/", colleagues.revoke, name="revoke_invitation"),
    path("inbjudan/<int:pk>/skicka-igen/", colleagues.send_again, name="invite_again"),
    path("forfragan/<int:pk>/", colleagues.join_request, name="join_request"),
    path("<int:pk>/roll/", colleagues.change_role, name="change_colleague"),
    path("<int:pk>/forlang/", colleagues.renew, name="renew_colleague"),
    path("<int:pk>/avsluta/", colleagues.end, name="end_colleague"),
    path("lamna-over/", colleagues.hand_over, name="hand_over"),
    path("lamna/", colleagues.leave, name="my_leave"),
]
own_association = [
    path("", my_pages.my_association, name="my_association"),
    path("stammer-det/", confirm.my_confirmation, name="my_confirmation"),
    path("presentation/", presentation.presentation, name="my_presentation"),
    path("presentation/visa/", presentation.preview, name="my_presentation_preview"),
    path("presentation/skicka/", presentation.send, name="my_presentation_send"),
    path("presentation/ta-tillbaka/", presentation.withdraw, name="my_presentation_withdraw"),
    path("presentation/logga/", pictures.logo, name="my_presentation_logo"),
    path("presentation/bild/", pictures.add_picture, name="my_presentation_add_picture"),
    path("presentation/bild/<uuid:key>/", pictures.picture, name="my_presentation_picture"),
    path("post/", post.post, name="own_post"),
    path("post/prova-adressen/", post.try_address, name="own_post_try"),
    path("uppgifter/", facts.details, name="my_details"),
    path("verksamhet/", facts.activities, name="my_activities"),
    path("motestider/", facts.meetings, name="my_meetings"),
    path("kontaktvagar/", facts.contacts, name="my_contacts"),
    path("erbjuder-och-soker/", rows.offers, name="my_offers"),
    path("erbjuder-och-soker/lagg-till/", rows.add_offer, name="my_offer_add"),
    path("erbjuder-och-soker/<int:pk>/", rows.change_offer, name="my_offer"),
    path("erbjuder-och-soker/<int:pk>/ta-bort/", rows.remove_offer, name="my_offer_remove"),
    path("styrelse/", rows.board, name="my_board"),
    path("styrelse/lagg-till/", rows.add_person, name="my_person_add"),
    path("styrelse/<int:pk>/", rows.change_person, name="my_person"),
    path("styrelse/<int:pk>/avsluta/", rows.end_person, name="my_person_end"),
    path("dokument/", documents.documents, name="my_documents"),
    path("dokument/<int:pk>/", documents.open_document, name="my_document"),
    path("dokument/<int:pk>/ta-bort/", documents.remove_document, name="my_document_remove"),
    path("andringar/", changes.changes, name="my_changes"),
    path("andringar/<str:field>/", changes.ask_for_change, name="my_change"),
    path("kollegor/", include(own_colleagues)),
]
# For anybody signed in, who is not yet one of them.
getting_in = [
    path("", claims.claim_start, name="claim_start"),
    path("protokoll/", claims.claim_minutes, name="claim_minutes"),
    path("fraga-kommunen/", claims.claim_ask, name="claim_ask"),
]
own_pages = [
    path("", my_pages.my_pages, name="my_pages"),
    path("inloggning/", include(own_sign_in)),
    path("mina-uppgifter/", rights.my_data, name="my_data"),
    path("mina-uppgifter/fil/", rights.my_data_file, name="my_data_file"),
    path("utskick/", mail_choices.my_mail, name="my_mail"),
    path("bekrafta/<str:token>/", confirm.confirm_by_link, name="confirm_by_link"),
    path("ta-hand-om/<slug:slug>/", include(getting_in)),
    path("inbjudan/<str:token>/", invitations.invitation, name="colleague_invitation"),
    path("inbjudan/<str:token>/ja/", invitations.accept, name="accept_invitation"),
    path("ansprak/<int:pk>/", claims.my_claim, name="my_claim"),
    path("forening/<slug:slug>/", include(own_association)),
]

urlpatterns = [
    path("logga-in/", include(sign_in)),
    path("logga-ut/", users.sign_out, name="account_logout"),
    path("mina-sidor/", include(own_pages)),
    path("utskick/<str:token>/", mail_choices.by_link, name="mail_choices"),
    # Before Wagtail's own with the same addresses, which would let in by password alone.
    path("admin/login/", users.to_sign_in, name="wagtailadmin_login"),
    path("_util/login/", users.to_sign_in, name="wagtailcore_login"),
    path("admin/", include(wagtailadmin_urls)),
    path("dokument/", include(opened(wagtaildocs_urls.urlpatterns, DOCUMENT_VIEWS))),
    path("media/images/<str:name>", rendition, name="rendition"),
    path("personuppgifter/", rights.personal_data, name="personal_data"),
    path("halsa/", health, name="health"),
    path("api/v1/", include("cms.api")),
    path("sitemap.xml", open_data.sitemap, name="sitemap"),
    path("sitemap-<slug:section>.xml", open_data.sitemap_section, name="sitemap_section"),
    path("robots.txt", open_data.robots, name="robots"),
    path("foreningar/", views.association_list, name="association_list"),
    path("foreningar/ladda-ner.<str:format>", open_data.download, name="association_download"),
    path("foreningar/<slug:slug>/", views.association_detail, name="association_detail"),
    path("foreningar/<slug:slug>/ar-det-er-forening/", claims.claim_how, name="claim_how"),
    path("foreningar/<slug:slug>/foresla-andring/", views.suggest_change, name="suggest_change"),
    path(
        "foreningar/<slug:slug>/foresla-andring/tack/",
        views.suggest_change_sent,
        name="suggest_change_sent",
    ),
    path(
        "foreningar/<slug:slug>/kontakta/", views.write_to_association, name="write_to_association"
    ),
    path(
        "foreningar/<slug:slug>/kontakta/tack/",
        views.written_to_association,
        name="written_to_association",
    ),
    path("", include(opened(wagtail_urls.urlpatterns, PAGE_VIEWS))),
]

handler404 = "cms.views.not_found"
handler500 = "cms.views.server_error"
